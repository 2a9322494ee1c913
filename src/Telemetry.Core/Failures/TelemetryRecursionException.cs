namespace Telemetry;

/// <summary>
/// The exception that is thrown when an emit is refused: handlers that emit are nested deeper than
/// <see cref="TelemetryDispatcher.MaxDepth"/> or than the stack allows, or code that is notified of a failure has attached the
/// failed handler again and emitted its event again that number of times. It is thrown to the handler that emits, which is
/// detached even if it catches the exception, or to the subscriber of a C# event, which then counts as failed.
/// </summary>
public sealed class TelemetryRecursionException : InvalidOperationException
{
    internal TelemetryRecursionException(string message)
        : base(message)
    {
    }
}
