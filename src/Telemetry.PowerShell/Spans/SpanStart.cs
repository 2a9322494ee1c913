using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Starts a span for a cmdlet.</summary>
internal static class SpanStart
{
    /// <summary>Starts a span, or ends the cmdlet with a terminating error that gives the reason.</summary>
    internal static ScriptSpan For(
        PSCmdlet cmdlet, EmitterStop stop, string eventName, object? metadata, ScriptSpan? parent, string? traceParent)
    {
        if (!EventName.TryParse(eventName, out EventName? name))
        {
            cmdlet.ThrowTerminatingError(EventNameErrors.For(eventName));
        }

        KeyValuePair<string, MetadataValue>[] startMetadata = EventPayload.ReadMetadata(
            metadata, problem => cmdlet.ThrowTerminatingError(TelemetryErrors.InvalidPayload(problem)));
        KeyValuePair<string, MetadataValue>[] allMetadata = startMetadata;
        if (!string.IsNullOrWhiteSpace(traceParent))
        {
            if (!SpanTrace.IsParentText(traceParent!))
            {
                cmdlet.ThrowTerminatingError(TelemetryErrors.InvalidTraceParent(traceParent!));
            }

            allMetadata = [.. startMetadata, new(SpanKeys.Parent, traceParent!.Trim())];
        }

        using Emitter.Scope emitter = Emitter.Enter(cmdlet, stop);
        try
        {
            TelemetrySpan span = TelemetryDispatcher.Default.GetSpanSource(name!).AlwaysEnabled.Start(allMetadata, parent?.Span);
            return new ScriptSpan(span, startMetadata);
        }
        catch (TelemetryRecursionException e)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.RecursionTooDeep(eventName, e));
            throw;
        }
    }
}
