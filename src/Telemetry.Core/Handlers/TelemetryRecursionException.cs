namespace Telemetry;

/// <summary>
/// A handler emitted an event whose handlers emitted again, and so on, deeper than
/// <see cref="TelemetryDispatcher.MaxDepth"/> or than the stack allows. Thrown into the handler that went too far, which is
/// detached for it.
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
