using System.Collections.Concurrent;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Compares the events of a span with their declarations for a cmdlet, which warns of each problem once.</summary>
internal sealed class StrictSpan : IDisposable
{
    private static readonly string[] s_suffixes = ["start", "stop", "exception"];

    private readonly StrictCheck _check;
    private readonly HandlerRegistration? _registration;
    private readonly ConcurrentQueue<EventRecord> _events = new();

    /// <summary>Begins the check, before the span starts.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="name">The name of the span. If it is not valid, nothing is checked, and the start of the span is an error.</param>
    internal StrictSpan(PSCmdlet cmdlet, string name)
    {
        _check = new StrictCheck(cmdlet, requiresDeclaration: true);
        if (EventName.TryParse(name, out EventName? parsed))
        {
            _check.Update();
            EventPattern[] patterns = Array.ConvertAll(s_suffixes, suffix => EventPattern.Parse($"{parsed}.{suffix}"));
            _registration = TemporaryHandler.Register("telemetry-strict", patterns, Handle, cmdlet);
        }
    }

    /// <summary>Warns of the problems of the events that the span emitted since the last call.</summary>
    internal void Report(ScriptSpan span)
    {
        while (_events.TryDequeue(out EventRecord? record))
        {
            // Other spans of the same name may run at the same time.
            if (record.Metadata.TryGetValue(SpanKeys.Context, out MetadataValue context) && context.Equals(span.Span.Context))
            {
                _check.Check(record);
            }
        }
    }

    /// <summary>Warns of the problems of a span whose block failed. The failure takes precedence over a warning that stops.</summary>
    internal void ReportFailed(ScriptSpan span)
    {
        try
        {
            Report(span);
        }
        catch (RuntimeException)
        {
            // The preference for warnings is to stop, which the failure does anyway.
        }
    }

    public void Dispose() => _registration?.Dispose();

    private void Handle(in EventData data, object? config) => _events.Enqueue(data.ToRecord());
}
