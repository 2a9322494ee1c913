using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>The options of reporters that are one of a few words.</summary>
internal static class ReporterWords
{
    private static readonly StatsDDialect[] s_dialects = [StatsDDialect.Etsy, StatsDDialect.DogStatsD];
    private static readonly PushMethod[] s_methods = [PushMethod.Put, PushMethod.Post];

    /// <exception cref="ReporterException">There is no such dialect.</exception>
    internal static StatsDDialect Dialect(string word) => Parse(word, s_dialects, "dialect of StatsD");

    /// <exception cref="ReporterException">There is no such method.</exception>
    internal static PushMethod Method(string word) => Parse(word, s_methods, "method of a push");

    private static T Parse<T>(string word, T[] all, string kind)
        where T : struct, Enum
    {
        int index = Array.FindIndex(all, known => string.Equals(known.ToString(), word.Trim(), StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? all[index]
            : throw new ReporterException(
                ReporterErrorKind.InvalidOption, $"There is no {kind} '{word}'. Use {string.Join(" or ", all)}.", word);
    }
}
