using System.Globalization;

namespace Telemetry.Metrics;

/// <summary>Durations as people write them: a number with a unit (<c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>), a
/// number of seconds, or hours, minutes and seconds (<c>00:00:10</c>). The parameters of the cmdlets take the same forms.</summary>
public static class DurationText
{
    internal const string Forms = "a number of seconds, or text such as '500ms', '10s', '5m', '1h' or '1d'";

    private const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowTrailingWhite;

    // In the order in which they are tried: "ms" ends with "s".
    private static readonly (string Suffix, decimal Ticks)[] s_units =
    [
        ("ns", 0.01m),
        ("µs", TimeSpan.TicksPerMillisecond / 1000),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("min", TimeSpan.TicksPerMinute),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
        ("", TimeSpan.TicksPerSecond),
    ];

    private static readonly (string Suffix, long Ticks)[] s_writtenUnits =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
    ];

    /// <summary>Parses a duration, in the invariant culture and without regard to case.</summary>
    /// <param name="text">The text; null is not a duration.</param>
    /// <param name="duration">The duration, rounded to 100 nanoseconds; or zero.</param>
    /// <returns>Whether the text is a duration that a <see cref="TimeSpan"/> can hold, and not negative.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        string trimmed = text?.Trim() ?? string.Empty;
        if (trimmed.Contains(':'))
        {
            bool isTime = TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out TimeSpan time) && time >= TimeSpan.Zero;
            duration = isTime ? time : TimeSpan.Zero;
            return isTime;
        }

        (string suffix, decimal ticks) = Array.Find(s_units, unit => trimmed.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        string number = trimmed.Substring(0, trimmed.Length - suffix.Length);
        if (!decimal.TryParse(number, Number, CultureInfo.InvariantCulture, out decimal count)
            || count > long.MaxValue / Math.Max(1, ticks))
        {
            return false;
        }

        duration = new TimeSpan((long)Math.Min(decimal.Round(count * ticks), long.MaxValue));
        return true;
    }

    /// <summary>Returns text with a whole number if possible; <see cref="TryParse"/> returns the same duration for it.</summary>
    internal static string Of(TimeSpan duration)
    {
        (string suffix, long ticks) = Array.Find(s_writtenUnits, unit => duration.Ticks % unit.Ticks == 0);
        return suffix is not null
            ? (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + suffix
            : ((decimal)duration.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture) + "ms";
    }
}
