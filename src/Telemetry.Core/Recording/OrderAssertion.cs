namespace Telemetry;

/// <summary>An assertion about the order of events.</summary>
internal sealed class OrderAssertion
{
    // The events around the first difference that a message shows.
    private const int Before = 10;
    private const int After = 5;

    private readonly IReadOnlyList<EventRecord> _records;
    private readonly EventPattern[] _patterns;

    internal OrderAssertion(IReadOnlyList<EventRecord> records, string[] patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        _records = records;
        _patterns = [.. patterns.Select(EventPattern.Parse)];
    }

    private string Expected => string.Join(", ", _patterns.Select(pattern => pattern.ToString()));

    /// <summary>Determines whether each pattern has an event after the event of the pattern before it.</summary>
    /// <param name="missing">The index of the first pattern that has none.</param>
    internal bool IsOrder(out int missing)
    {
        missing = 0;
        foreach (EventRecord record in _records)
        {
            if (missing < _patterns.Length && _patterns[missing].IsMatch(record.EventName))
            {
                missing++;
            }
        }

        return missing == _patterns.Length;
    }

    /// <summary>Determines whether the patterns and the events match one by one.</summary>
    /// <param name="different">The index of the first difference.</param>
    internal bool IsSequence(out int different)
    {
        different = 0;
        while (different < _patterns.Length && different < _records.Count
            && _patterns[different].IsMatch(_records[different].EventName))
        {
            different++;
        }

        return different == _patterns.Length && different == _records.Count;
    }

    internal EventAssertionException FailOrder(int missing)
    {
        EventPattern pattern = _patterns[missing];
        string position = missing == 0 ? string.Empty : $" after '{_patterns[missing - 1]}'";
        int index = LastIndexOf(pattern);
        string where = index < 0
            ? "It was not recorded at all."
            : $"It was recorded before, as event {index + 1} of {_records.Count}.";
        return new($"Expected the order: {Expected}.\nThere is no event '{pattern}'{position}. {where}\n"
            + $"Recorded: {Recorded(index < 0 ? _records.Count : index)}");
    }

    internal EventAssertionException FailSequence(int different)
    {
        string difference = different == _records.Count
            ? $"There is no event {different + 1}, '{_patterns[different]}'."
            : $"Event {different + 1} is '{_records[different].EventName}', "
                + (different < _patterns.Length ? $"not '{_patterns[different]}'." : "and was not expected.");
        return new($"Expected exactly: {Expected}.\n{difference}\nRecorded: {Recorded(different)}");
    }

    private int LastIndexOf(EventPattern pattern)
    {
        for (int i = _records.Count - 1; i >= 0; i--)
        {
            if (pattern.IsMatch(_records[i].EventName))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Returns the names of the events around a position.</summary>
    private string Recorded(int position)
    {
        if (_records.Count == 0)
        {
            return "no events.";
        }

        int start = Math.Max(0, position - Before);
        int end = Math.Min(_records.Count, position + After + 1);
        string names = string.Join(", ", _records.Skip(start).Take(end - start).Select(record => record.EventName.ToString()));
        return $"{(start > 0 ? "…, " : string.Empty)}{names}{(end < _records.Count ? ", …" : string.Empty)}.";
    }
}
