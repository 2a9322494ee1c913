using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>The options of logs that are one of a few words.</summary>
internal static class LogWords
{
    private static readonly Dictionary<string, LogFormat> s_formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Json"] = LogFormat.Json,
        ["Logfmt"] = LogFormat.Logfmt,
        ["Text"] = LogFormat.Text,
    };

    private static readonly Dictionary<string, LogDurationUnit> s_units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ns"] = LogDurationUnit.Nanosecond,
        ["us"] = LogDurationUnit.Microsecond,
        ["ms"] = LogDurationUnit.Millisecond,
        ["s"] = LogDurationUnit.Second,
    };

    /// <exception cref="LogException">There is no such format.</exception>
    internal static LogFormat Format(string word) => Find(word, s_formats, "format of a log");

    /// <exception cref="LogException">There is no such unit.</exception>
    internal static LogDurationUnit Unit(string word) => Find(word, s_units, "unit of durations");

    private static T Find<T>(string word, Dictionary<string, T> all, string kind) => all.TryGetValue(word.Trim(), out T? found)
        ? found
        : throw new LogException(
            LogErrorKind.InvalidOption, $"There is no {kind} '{word}'. Use one of these: {string.Join(", ", all.Keys)}.", word);
}
