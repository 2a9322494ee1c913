namespace Telemetry.Extensions;

/// <summary>The events of spans that end with an exception: those whose last segment is <c>exception</c>.</summary>
internal static class ExceptionEvents
{
    private const string Suffix = ".exception";

    internal static bool Contains(EventName name) => name.ToString().EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the patterns that match exactly the events of a pattern that end with an exception; empty if there are
    /// none.</summary>
    /// <remarks>So a handler of them does not cost the other events anything.</remarks>
    internal static IEnumerable<EventPattern> Of(EventPattern pattern)
    {
        foreach (string text in Ending(pattern.ToString(), Suffix).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            // One that is not valid, such as one with an empty segment, matches no event.
            if (EventPattern.TryParse(text, out EventPattern? narrowed))
            {
                yield return narrowed;
            }
        }
    }

    /// <summary>Returns patterns that together match the texts that a pattern matches and that end with a suffix.</summary>
    private static IEnumerable<string> Ending(string pattern, string suffix)
    {
        if (suffix.Length == 0)
        {
            return [pattern];
        }

        if (pattern.Length == 0)
        {
            return [];
        }

        string head = pattern[..^1];
        return pattern[^1] switch
        {
            // The star stands for text that ends with the suffix, or only for the end of the suffix, whose beginning is in the head:
            // 'job.*' matches 'job.backup.exception' and 'job.exception'.
            '*' => Enumerable.Range(1, suffix.Length)
                .SelectMany(length => Ending(head.TrimEnd('*'), suffix[..length]).Select(text => text + suffix[length..]))
                .Prepend(head.TrimEnd('*') + "*" + suffix),
            '?' => Ending(head, suffix[..^1]).Select(text => text + suffix[^1]),
            char c when char.ToLowerInvariant(c) == suffix[^1] => Ending(head, suffix[..^1]).Select(text => text + c),
            _ => [],
        };
    }
}
