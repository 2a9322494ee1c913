namespace Telemetry;

/// <summary>Events as text in the messages of a recorder: a limited number, each on a line of limited length.</summary>
internal static class RecordedText
{
    private const int MaxEvents = 10;
    private const int MaxNames = 10;
    private const int MaxLength = 300;

    /// <summary>Returns the names with the number of events of each, those that are most similar to a pattern first.</summary>
    internal static string Names(IEnumerable<KeyValuePair<string, int>> counts, string pattern)
    {
        string[] names =
        [
            .. counts
                .OrderBy(count => NameDistance.Between(pattern, count.Key))
                .ThenBy(count => count.Key, StringComparer.OrdinalIgnoreCase)
                .Select(count => count.Value == 1 ? count.Key : $"{count.Key} ({count.Value})"),
        ];
        return string.Join(", ", names.Take(MaxNames))
            + (names.Length > MaxNames ? $" and {Count(names.Length - MaxNames, "other name")}" : string.Empty);
    }

    /// <inheritdoc cref="Names(IEnumerable{KeyValuePair{string, int}}, string)"/>
    internal static string Names(IEnumerable<EventRecord> records, string pattern) => Names(
        records
            .GroupBy(record => record.EventName.ToString(), StringComparer.OrdinalIgnoreCase)
            .Select(group => new KeyValuePair<string, int>(group.Key, group.Count())),
        pattern);

    /// <summary>Returns a line for each event, with a remark after it.</summary>
    /// <param name="records">The events.</param>
    /// <param name="remark">A function that returns a remark with its separator, or an empty string; null for no remarks.</param>
    internal static string Lines(IReadOnlyCollection<EventRecord> records, Func<EventRecord, string>? remark = null) =>
        string.Concat(records.Take(MaxEvents).Select(record => $"\n  {Line(record)}{remark?.Invoke(record)}"))
        + (records.Count > MaxEvents ? $"\n  and {Count(records.Count - MaxEvents, "other event")}" : string.Empty);

    internal static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Line(EventRecord record)
    {
        string line;
        try
        {
            line = record.ToString();
        }
        catch (Exception e)
        {
            // An object in the metadata cannot be converted to text. The message must not be lost for it.
            line = $"{record.EventName} (a value cannot be shown: {e.Message})";
        }

        return line.Length <= MaxLength ? line : $"{line.Substring(0, MaxLength)}…";
    }
}
