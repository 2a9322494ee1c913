using System.Collections.Concurrent;
using System.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>Listens to the trace of the process, as a program's log does, until it is disposed.</summary>
internal sealed class TraceLines : TraceListener
{
    private readonly ConcurrentQueue<(TraceEventType Kind, string Text)> _lines = new();

    public TraceLines() => Trace.Listeners.Add(this);

    /// <summary>Called with each line.</summary>
    public Action<string>? OnLine { get; set; }

    public (TraceEventType Kind, string Text)[] With(string word) =>
        [.. _lines.Where(line => line.Text.Contains(word, StringComparison.Ordinal))];

    public override void TraceEvent(TraceEventCache? eventCache, string source, TraceEventType eventType, int id, string? message)
    {
        _lines.Enqueue((eventType, message!));
        OnLine?.Invoke(message!);
    }

    public override void Write(string? message)
    {
    }

    public override void WriteLine(string? message)
    {
    }

    protected override void Dispose(bool disposing)
    {
        Trace.Listeners.Remove(this);
        base.Dispose(disposing);
    }
}
