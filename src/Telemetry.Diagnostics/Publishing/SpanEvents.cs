using System.Collections.Concurrent;

namespace Telemetry.Diagnostics;

/// <summary>The events of spans by their names. Safe to use from any thread.</summary>
internal sealed class SpanEvents
{
    // Names may come without end; those beyond are made each time.
    private const int MaxNames = 3 * 1024;

    private const int Recent = 64;

    private readonly ConcurrentDictionary<EventName, SpanEvent> _names = new();
    private readonly SpanEvent?[] _recent = new SpanEvent?[Recent];

    internal SpanEvent Get(EventName name)
    {
        // A name that is emitted by a handle is always the same object.
        ref SpanEvent? recent = ref _recent[name.GetHashCode() & (Recent - 1)];
        SpanEvent? known = Volatile.Read(ref recent);
        if (known is null || !ReferenceEquals(known.EventName, name))
        {
            known = Find(name);
            Volatile.Write(ref recent, known);
        }

        return known;
    }

    private SpanEvent Find(EventName name)
    {
        if (_names.TryGetValue(name, out SpanEvent? known))
        {
            return known;
        }

        var span = new SpanEvent(name);
        if (_names.Count < MaxNames)
        {
            _names.TryAdd(name, span);
        }

        return span;
    }
}
