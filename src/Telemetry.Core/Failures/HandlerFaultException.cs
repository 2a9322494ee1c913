namespace Telemetry;

/// <summary>
/// The exception that a handler throws which runs code of another language, such as a script: it carries the failure of that code,
/// with a stack trace in the terms of that language. The dispatcher reports the failure as if the handler had thrown it.
/// </summary>
/// <remarks>For authors of hosts for other languages; the PowerShell module is one.</remarks>
public sealed class HandlerFaultException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The failure, in words for the user.</param>
    /// <param name="reason">The exception by which the code failed.</param>
    /// <param name="handlerStackTrace">The stack trace in the handler's own terms, innermost frame first, one to a line.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public HandlerFaultException(string message, Exception reason, string handlerStackTrace)
        : base(message, reason)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(handlerStackTrace);
        HandlerStackTrace = handlerStackTrace;
    }

    /// <summary>The stack trace in the handler's own terms.</summary>
    public string HandlerStackTrace { get; }
}
