namespace Telemetry;

/// <summary>
/// Thrown by a handler that runs code of another language, such as a script: carries what failed there, with a stack trace
/// in the terms of that language. The dispatcher reports what it carries, as if that had been thrown.
/// </summary>
public sealed class HandlerFaultException : Exception
{
    /// <summary>Carries nothing in particular.</summary>
    public HandlerFaultException()
    {
    }

    /// <summary>Carries words.</summary>
    /// <param name="message">What failed.</param>
    public HandlerFaultException(string message)
        : base(message)
    {
    }

    /// <summary>Carries a failure, with its own stack trace.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The failure.</param>
    public HandlerFaultException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Carries a failure, with a stack trace in the handler's own terms.</summary>
    /// <param name="message">What failed, in words for the user.</param>
    /// <param name="reason">The failure.</param>
    /// <param name="handlerStackTrace">Where it happened, innermost frame first, one to a line.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public HandlerFaultException(string message, Exception reason, string handlerStackTrace)
        : base(message, reason)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(handlerStackTrace);
        HandlerStackTrace = handlerStackTrace;
    }

    /// <summary>Where the failure happened, in the handler's own terms; null where nothing is known but the
    /// exception's.</summary>
    public string? HandlerStackTrace { get; }
}
