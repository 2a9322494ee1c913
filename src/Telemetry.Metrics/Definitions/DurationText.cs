using System.Globalization;

namespace Telemetry.Metrics;

/// <summary>Durations as people write them: <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>, a number of seconds, or the
/// form of a <see cref="TimeSpan"/> such as <c>00:00:10</c>.</summary>
public static class DurationText
{
    /// <summary>The accepted forms, for messages.</summary>
    public const string Forms = "500ms, 10s, 5m, 1h, 1d, a number of seconds, or a time such as 00:00:10";

    // In the order in which they are tried: "ms" ends with "s".
    private static readonly (string Suffix, long Ticks)[] s_units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
        ("", TimeSpan.TicksPerSecond),
    ];

    /// <summary>Parses a duration, in the invariant culture and without regard to case.</summary>
    /// <param name="text">The text; null is not a duration.</param>
    /// <param name="duration">The duration, or zero.</param>
    /// <returns>Whether the text is a duration that a <see cref="TimeSpan"/> can hold, and not negative.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        string trimmed = text?.Trim() ?? string.Empty;
        if (trimmed.Contains(':'))
        {
            return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out duration) && IsDuration(ref duration);
        }

        (string suffix, long ticks) = Array.Find(s_units, unit => trimmed.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        string number = trimmed.Substring(0, trimmed.Length - suffix.Length);
        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(number, Styles, CultureInfo.InvariantCulture, out decimal count)
            || count > (decimal)TimeSpan.MaxValue.Ticks / ticks)
        {
            return false;
        }

        duration = new TimeSpan((long)(count * ticks));
        return true;
    }

    /// <summary>Returns the shortest text of one number and a unit; <see cref="TryParse"/> returns the same duration for it.</summary>
    internal static string Of(TimeSpan duration)
    {
        (string suffix, long ticks) = Array.FindLast(s_units, unit => unit.Suffix.Length > 0 && duration.Ticks % unit.Ticks == 0);
        return ticks == 0
            ? ((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture) + "ms"
            : (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private static bool IsDuration(ref TimeSpan duration)
    {
        bool isDuration = duration >= TimeSpan.Zero;
        duration = isDuration ? duration : TimeSpan.Zero;
        return isDuration;
    }
}
