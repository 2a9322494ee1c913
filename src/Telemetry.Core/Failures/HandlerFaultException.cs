namespace Telemetry;

/// <summary>
/// The exception to be thrown by a handler that runs code of another language, such as a script. It carries the failure of that
/// code, with a stack trace in the terms of that language, and the dispatcher reports the failure as the handler's own.
/// </summary>
/// <remarks>It is intended for authors of hosts for other languages, such as the PowerShell module.</remarks>
public sealed class HandlerFaultException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message, for the user.</param>
    /// <param name="reason">The exception that the code threw.</param>
    /// <param name="handlerStackTrace">The stack trace in the terms of the handler's language: one frame per line, the innermost
    /// first.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public HandlerFaultException(string message, Exception reason, string handlerStackTrace)
        : base(message, reason)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(handlerStackTrace);
        HandlerStackTrace = handlerStackTrace;
    }

    /// <summary>The stack trace in the terms of the handler's language.</summary>
    public string HandlerStackTrace { get; }
}
