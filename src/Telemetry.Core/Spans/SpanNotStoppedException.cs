namespace Telemetry;

/// <summary>The reason in the <c>exception</c> event of a span that was disposed before it was stopped, so that its outcome is
/// unknown. It is never thrown.</summary>
public sealed class SpanNotStoppedException : InvalidOperationException
{
    internal SpanNotStoppedException(string message)
        : base(message)
    {
    }
}
