namespace Telemetry;

/// <summary>The known events that one handler is attached to. Used under the dispatcher's lock.</summary>
internal sealed class HandlerAttachments(EventPattern[] patterns)
{
    // Few events are searched; many are looked up, or a handler of n events would take n squared to list.
    private const int SearchedUpTo = 16;

    private readonly TelemetryEvent?[] _byName = new TelemetryEvent?[patterns.Length];
    private readonly List<TelemetryEvent> _byPattern = [];
    private Dictionary<TelemetryEvent, int>? _positions;

    /// <summary>Whether events that become known later can come in.</summary>
    internal bool HasWildcards { get; } = Array.Exists(patterns, pattern => pattern.HasWildcards);

    /// <summary>The events that are named.</summary>
    internal IEnumerable<TelemetryEvent> ByName => _byName.OfType<TelemetryEvent>();

    /// <summary>All events, each once.</summary>
    internal IEnumerable<TelemetryEvent> All => ByName.Concat(_byPattern);

    /// <summary>Whether one of the patterns with wildcards takes an event in.</summary>
    internal bool Matches(string name)
    {
        // A loop: a lambda would be allocated for each name that is emitted.
        foreach (EventPattern pattern in patterns)
        {
            if (pattern.HasWildcards && pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Enters the events that are named, made known by <paramref name="getOrAdd"/>.</summary>
    internal void ResolveNames(Func<EventName, TelemetryEvent> getOrAdd)
    {
        for (int i = 0; i < patterns.Length; i++)
        {
            _byName[i] = patterns[i].EventName is { } name ? getOrAdd(name) : null;
        }

        _positions = patterns.Length <= SearchedUpTo ? null : Enumerable.Range(0, patterns.Length)
            .Where(i => _byName[i] is not null)
            .ToDictionary(i => _byName[i]!);
    }

    /// <summary>Enters an event that matches, unless it is named as well.</summary>
    /// <returns>Whether it was entered.</returns>
    internal bool AddMatching(TelemetryEvent known)
    {
        bool isNew = PositionOf(known) < 0;
        if (isNew)
        {
            _byPattern.Add(known);
        }

        return isNew;
    }

    /// <summary>Where an event that is named stands in the order given; -1 where it is not named.</summary>
    internal int PositionOf(TelemetryEvent known) => _positions is null ? Array.IndexOf(_byName, known)
        : _positions.TryGetValue(known, out int position) ? position : -1;
}
