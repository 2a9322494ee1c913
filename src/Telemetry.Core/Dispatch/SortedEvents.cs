namespace Telemetry;

/// <summary>The known events in the order of their names, so that those below a prefix are found without comparing the others.
/// Used under the lock of the table.</summary>
internal sealed class SortedEvents
{
    private readonly List<TelemetryEvent> _added = [];
    private TelemetryEvent[] _sorted = [];

    internal void Add(TelemetryEvent known) => _added.Add(known);

    /// <summary>Returns the events below a prefix, without the event at the prefix itself.</summary>
    internal IEnumerable<TelemetryEvent> Below(EventName prefix)
    {
        Merge();

        // With the dot, the names that begin with the text are adjacent. Without it they are not, as some characters sort before
        // the dot.
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

    // Runs on demand only, and sorts the new events only: most programs make thousands of names known and never list them.
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
