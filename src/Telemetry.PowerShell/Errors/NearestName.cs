using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>Returns the name with the fewest differences, without regard to case; null if all differ in more than a third of their
    /// letters, and none has all of the given ones as its end or its beginning.</summary>
    internal static string? Find(string name, IReadOnlyList<string> known) =>
        NearestWord.Find(name, known) ?? known.FirstOrDefault(candidate => IsPart(name, candidate));

    // 'Http' is meant to be System.Net.Http.
    private static bool IsPart(string name, string candidate) =>
        name.Length > 2
        && (candidate.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase)
            || candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
