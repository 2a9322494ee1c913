using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A span or an event in a tree.</summary>
internal sealed class TreeNode(string name, bool isSpan, int order)
{
    private EventRecord? _first;
    private EventRecord? _last;

    internal string Name => name;

    internal bool IsSpan => isSpan;

    /// <summary>The place in the trace, for nodes that started at one moment.</summary>
    internal int Order => order;

    /// <summary>The span around it; null for a root.</summary>
    internal TreeNode? Parent { get; set; }

    /// <summary>The context of the span around it as text, or null.</summary>
    internal string? ParentKey { get; set; }

    internal List<TreeNode> Children { get; } = [];

    internal DateTime Started { get; private set; }

    internal bool IsEnded { get; private set; }

    /// <summary>The duration of a span that has ended, if its event has one.</summary>
    internal TimeSpan? Duration { get; private set; }

    /// <summary>The message of the failure of a span; null if it has not failed.</summary>
    internal string? Failure { get; private set; }

    internal TelemetryTreeState State => !isSpan ? TelemetryTreeState.Event
        : Failure is not null ? TelemetryTreeState.Failed
        : IsEnded ? TelemetryTreeState.Ok
        : TelemetryTreeState.Open;

    /// <summary>The text behind the name: the outcome, the fields of the emitter and a note on the parent.</summary>
    internal string Describe(string? note)
    {
        var parts = new List<string> { name };
        if (State == TelemetryTreeState.Failed)
        {
            parts.Add($"failed ({Failure})");
        }
        else if (State == TelemetryTreeState.Open)
        {
            parts.Add("(open)");
        }

        string fields = FieldText.OfUser(
            isSpan, _first?.Metadata as IDictionary, _last?.Metadata as IDictionary, (_last ?? _first)?.Measurements as IDictionary);
        if (fields.Length > 0)
        {
            parts.Add(fields);
        }

        if (note is not null)
        {
            parts.Add($"({note})");
        }

        return string.Join(" ", parts);
    }

    internal void Begin(TracedItem item)
    {
        _first = item.Record;
        Started = item.Timestamp;
    }

    internal void End(TracedItem item, bool isFailure)
    {
        _last = item.Record;
        IsEnded = true;
        if (item.Record.Measurements.TryGetValue("duration", out MeasurementValue value) && value.TryGetTimeSpan(out TimeSpan time))
        {
            Duration = time;
        }

        if (_first is null)
        {
            Started = item.Timestamp - (Duration ?? TimeSpan.Zero);
        }

        if (isFailure)
        {
            Failure = item.Record.Metadata.TryGetValue("reason", out MetadataValue reason) ? MessageOf(reason.ToObject()) : "unknown";
        }
    }

    // The reason is any object of the emitter, or one that was read from a file.
    private static string MessageOf(object? reason)
    {
        try
        {
            object? message = reason switch
            {
                Exception exception => exception.Message,
                PSObject read => read.Properties["Message"]?.Value ?? read,
                _ => reason,
            };
            return OneLine.Of(PlainText.Of(Convert.ToString(message, CultureInfo.InvariantCulture) ?? string.Empty).Trim());
        }
        catch (Exception)
        {
            return reason!.GetType().Name;
        }
    }
}
