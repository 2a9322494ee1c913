namespace Telemetry.Tests.Support;

/// <summary>Makes all short names and patterns there are over a tiny alphabet, for tests that leave none out.</summary>
internal static class AllTexts
{
    public static EventName[] Names(string alphabet, int maxLength) =>
        [.. Of(alphabet, maxLength).Select(text => EventName.TryParse(text, out EventName? name) ? name : null).OfType<EventName>()];

    public static EventPattern[] Patterns(string alphabet, int maxLength) =>
    [
        .. Of(alphabet + "*?", maxLength)
            .Select(text => EventPattern.TryParse(text, out EventPattern? pattern) ? pattern : null).OfType<EventPattern>(),
    ];

    private static IEnumerable<string> Of(string alphabet, int maxLength)
    {
        IEnumerable<string> longest = [string.Empty];
        for (int length = 1; length <= maxLength; length++)
        {
            longest = [.. longest.SelectMany(text => alphabet.Select(c => text + c))];
            foreach (string text in longest)
            {
                yield return text;
            }
        }
    }
}
