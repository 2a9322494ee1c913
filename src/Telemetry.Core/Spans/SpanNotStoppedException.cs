namespace Telemetry;

/// <summary>The reason of the <c>exception</c> event of a span that was disposed before it was stopped, so that its outcome is
/// not known. It is never thrown.</summary>
public sealed class SpanNotStoppedException : InvalidOperationException
{
    internal SpanNotStoppedException(string message)
        : base(message)
    {
    }
}
