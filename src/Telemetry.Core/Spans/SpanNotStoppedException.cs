namespace Telemetry;

/// <summary>A span was disposed before it was stopped, so nobody knows how it went: the reason of its <c>exception</c>
/// event. It is not thrown.</summary>
public sealed class SpanNotStoppedException : InvalidOperationException
{
    /// <summary>Says so of no span in particular.</summary>
    public SpanNotStoppedException()
        : base("A span was disposed before it was stopped.")
    {
    }

    /// <summary>Says so in words.</summary>
    /// <param name="message">What was not stopped.</param>
    public SpanNotStoppedException(string message)
        : base(message)
    {
    }

    /// <summary>Says so in words.</summary>
    /// <param name="message">What was not stopped.</param>
    /// <param name="innerException">What led to it, if anything.</param>
    public SpanNotStoppedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
