using System.Globalization;

namespace Telemetry.Commands;

/// <summary>
/// Formats a time span as a short text for people, with three significant digits and the largest unit in which the number is
/// at least 1: <c>300ns</c>, <c>12.5µs</c>, <c>250ms</c>, <c>1.5s</c>, <c>1.5min</c>, <c>2.25h</c>, <c>12d</c>. All views
/// use this format.
/// </summary>
internal static class DurationText
{
    private static readonly (double Ticks, string Name)[] s_units =
    [
        (0.01, "ns"),
        (TimeSpan.TicksPerMillisecond / 1000, "µs"),
        (TimeSpan.TicksPerMillisecond, "ms"),
        (TimeSpan.TicksPerSecond, "s"),
        (TimeSpan.TicksPerMinute, "min"),
        (TimeSpan.TicksPerHour, "h"),
        (TimeSpan.TicksPerDay, "d"),
    ];

    /// <summary>Formats a time span; null if there is none.</summary>
    internal static string? Of(TimeSpan? time) => time is { } some ? Of(some) : null;

    internal static string Of(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
        {
            return "0s";
        }

        // A double, because the longest negative time has no positive counterpart.
        double ticks = Math.Abs((double)time.Ticks);
        int unit = 0;
        while (unit < s_units.Length - 1 && Round(ticks / s_units[unit].Ticks) * s_units[unit].Ticks >= s_units[unit + 1].Ticks)
        {
            unit++;
        }

        double amount = Round(ticks / s_units[unit].Ticks);
        return (time < TimeSpan.Zero ? "-" : string.Empty) + amount.ToString("0.##", CultureInfo.InvariantCulture) + s_units[unit].Name;
    }

    private static double Round(double amount) =>
        Math.Round(amount, amount >= 100 ? 0 : amount >= 10 ? 1 : 2, MidpointRounding.AwayFromZero);
}
