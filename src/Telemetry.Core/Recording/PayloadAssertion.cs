namespace Telemetry;

/// <summary>An assertion about the number of events with a name and values.</summary>
internal sealed class PayloadAssertion
{
    private readonly IReadOnlyList<EventRecord> _records;
    private readonly EventRecord[] _named;
    private readonly EventPattern _pattern;
    private readonly ExpectedPayload _expected;

    internal PayloadAssertion(IReadOnlyList<EventRecord> records, string pattern, ExpectedPayload expected)
    {
        _records = records;
        _pattern = EventPattern.Parse(pattern);
        _expected = expected;
        _named = [.. records.Where(record => _pattern.IsMatch(record.EventName))];
        Matches = [.. _named.Where(expected.IsMatch)];
    }

    /// <summary>The events that have the name and the values.</summary>
    internal IReadOnlyList<EventRecord> Matches { get; }

    /// <summary>Creates the exception of an assertion that failed.</summary>
    /// <param name="expected">The expected number of events, such as <c>an event</c>.</param>
    internal EventAssertionException Fail(string expected)
    {
        string message = $"Expected {expected} '{_pattern}'{_expected}.\n";
        if (Matches.Count > 0)
        {
            return new(message + $"{RecordedText.Count(Matches.Count, "such event")} recorded:{RecordedText.Lines([.. Matches])}");
        }

        if (_named.Length > 0)
        {
            return new(message + $"{RecordedText.Count(_named.Length, "event")} of that name recorded, with other values:"
                + RecordedText.Lines(_named, _expected.Remark));
        }

        return new(message + (_records.Count == 0
            ? "No event was recorded."
            : $"{RecordedText.Count(_records.Count, "event")} of other names recorded: "
                + $"{RecordedText.Names(_records, _pattern.ToString())}."));
    }
}
