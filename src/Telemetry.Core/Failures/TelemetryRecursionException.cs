namespace Telemetry;

/// <summary>
/// The exception by which an emit is refused: handlers emit events that are handled by handlers that emit, nested deeper than
/// <see cref="TelemetryDispatcher.MaxDepth"/> or than the stack allows; or code that is notified of a failure attaches the failed
/// handler again and emits its event again, as often. Thrown into the handler that made the emit, which is detached for it even if
/// it catches this; or into the subscriber of a C# event, which has failed then.
/// </summary>
public sealed class TelemetryRecursionException : InvalidOperationException
{
    internal TelemetryRecursionException(string message)
        : base(message)
    {
    }
}
