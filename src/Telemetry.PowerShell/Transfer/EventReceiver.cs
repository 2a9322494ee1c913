namespace Telemetry.Commands;

/// <summary>Emits the events of other processes here.</summary>
/// <param name="parent">The span whose parts the outermost spans of the other processes become; null for none.</param>
internal sealed class EventReceiver(TelemetrySpan? parent)
{
    // The spans that are open there. A span that began before the first event was sent is not among them.
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Emits an event.</summary>
    /// <param name="received">The event.</param>
    /// <param name="added">Metadata that the event is given in addition; an entry with the key of one of its own replaces it.</param>
    /// <exception cref="TelemetryRecursionException">A handler of the event emits it again without end.</exception>
    internal void Emit(ReceivedEvent received, IReadOnlyList<KeyValuePair<string, MetadataValue>> added)
    {
        var metadata = new List<KeyValuePair<string, MetadataValue>>(received.Metadata.Length + added.Count + 1);
        string? context = null, outer = null;
        foreach (KeyValuePair<string, MetadataValue> field in received.Metadata)
        {
            if (Is(field.Key, SpanKeys.Parent))
            {
                outer = field.Value.ToObject() as string;
                continue;
            }

            if (Is(field.Key, SpanKeys.Context))
            {
                context = field.Value.ToObject() as string;
            }

            if (!added.Any(own => Is(own.Key, field.Key)))
            {
                metadata.Add(field);
            }
        }

        metadata.AddRange(added);
        AddParent(metadata, context, outer);
        Follow(received.EventName, context);
        TelemetryDispatcher.Default.Execute(received.EventName, received.Measurements, metadata.ToArray());
    }

    private void AddParent(List<KeyValuePair<string, MetadataValue>> metadata, string? context, string? outer)
    {
        if (outer is not null && _open.Contains(outer))
        {
            metadata.Add(new(SpanKeys.Parent, outer));
        }
        else if (context is not null && parent is { IsEnabled: true } && parent.Context is { Kind: not MetadataValueKind.Null } here)
        {
            metadata.Add(new(SpanKeys.Parent, here));
        }
    }

    private void Follow(EventName name, string? context)
    {
        if (context is null)
        {
            return;
        }

        string last = name.Segments[name.Segments.Count - 1];
        if (Is(last, "start"))
        {
            _open.Add(context);
        }
        else if (Is(last, "stop") || Is(last, "exception"))
        {
            _open.Remove(context);
        }
    }

    private static bool Is(string key, string other) => string.Equals(key, other, StringComparison.OrdinalIgnoreCase);
}
