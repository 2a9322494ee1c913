namespace Telemetry;

/// <summary>
/// A handler emitted an event whose handlers emitted again, and so on, deeper than
/// <see cref="TelemetryDispatcher.MaxDepth"/> or than the stack allows; or code that is told of a failure attached the failed
/// handler and emitted its event again, as often. Thrown into the handler that went too far, which is detached for it, even if
/// it catches this; or into the subscriber of a C# event, which has failed then.
/// </summary>
public sealed class TelemetryRecursionException : InvalidOperationException
{
    /// <summary>Says so of no event in particular.</summary>
    public TelemetryRecursionException()
        : base("Handlers emit events in circles.")
    {
    }

    /// <summary>Says so in words.</summary>
    /// <param name="message">What went too deep.</param>
    public TelemetryRecursionException(string message)
        : base(message)
    {
    }

    /// <summary>Says so in words.</summary>
    /// <param name="message">What went too deep.</param>
    /// <param name="innerException">What led to it, if anything.</param>
    public TelemetryRecursionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
