namespace Telemetry;

/// <summary>Known events in the order of their names, so that those below a prefix are found without a look at the others. Used
/// under the lock of the table.</summary>
internal sealed class SortedEvents
{
    private readonly List<TelemetryEvent> _added = [];
    private TelemetryEvent[] _sorted = [];

    internal void Add(TelemetryEvent known) => _added.Add(known);

    /// <summary>The events below a prefix, without the one at the prefix itself.</summary>
    internal IEnumerable<TelemetryEvent> Below(EventName prefix)
    {
        Merge();

        // With the dot, those that begin with it stand side by side: some characters of names sort before the dot.
        string start = prefix + EventNameSyntax.SeparatorString;
        for (int i = FirstFrom(start); i < _sorted.Length && StartsWith(_sorted[i], start); i++)
        {
            yield return _sorted[i];
        }
    }

    private static bool StartsWith(TelemetryEvent known, string start) =>
        known.EventName.ToString().StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static int Compare(TelemetryEvent one, TelemetryEvent other) => Compare(one, other.EventName.ToString());

    private static int Compare(TelemetryEvent known, string text) =>
        StringComparer.OrdinalIgnoreCase.Compare(known.EventName.ToString(), text);

    private int FirstFrom(string start)
    {
        int low = 0;
        int high = _sorted.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (Compare(_sorted[middle], start) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // Only when somebody asks, and the new ones alone are sorted: most programs make thousands of names known and list them never.
    private void Merge()
    {
        if (_added.Count == 0)
        {
            return;
        }

        _added.Sort(Compare);
        var merged = new TelemetryEvent[_sorted.Length + _added.Count];
        int sorted = 0;
        int added = 0;
        for (int i = 0; i < merged.Length; i++)
        {
            bool takesAdded = sorted == _sorted.Length || (added < _added.Count && Compare(_added[added], _sorted[sorted]) < 0);
            merged[i] = takesAdded ? _added[added++] : _sorted[sorted++];
        }

        _sorted = merged;
        _added.Clear();
    }
}
