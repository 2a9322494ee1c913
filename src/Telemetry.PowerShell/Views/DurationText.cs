using System.Globalization;

namespace Telemetry.Commands;

/// <summary>
/// Formats a time span as a short text for people, with three significant digits and the largest unit in which the number is
/// at least 1: <c>300ns</c>, <c>12.5µs</c>, <c>250ms</c>, <c>1.5s</c>, <c>1.5min</c>, <c>2.25h</c>, <c>12d</c>. All views
/// use this format, and all parameters that are durations accept it.
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

    /// <summary>Reads a time span: a number of seconds (<c>0.5</c>), a number with a unit (<c>500ms</c>, <c>10s</c>, <c>5m</c> or
    /// <c>5min</c>, <c>1h</c>, <c>1d</c>), or hours, minutes and seconds (<c>0:00:10</c>), whatever the culture.</summary>
    /// <returns>Whether the text is a time span.</returns>
    internal static bool TryParse(string text, out TimeSpan time)
    {
        string trimmed = text.Trim();
        if (trimmed.Contains(':'))
        {
            return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out time);
        }

        string unit = string.Concat(trimmed.Reverse().TakeWhile(char.IsLetter).Reverse());
        double ticks = double.NaN;
        if (TicksOf(unit) is { } ticksOfUnit && double.TryParse(
            trimmed.Substring(0, trimmed.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double amount))
        {
            ticks = Math.Round(amount * ticksOfUnit);
        }

        // The highest number of ticks is rounded up by its conversion to a double.
        bool isTime = Math.Abs(ticks) < long.MaxValue;
        time = isTime ? new TimeSpan((long)ticks) : default;
        return isTime;
    }

    private static double? TicksOf(string unit) => unit.ToUpperInvariant() switch
    {
        "" => TimeSpan.TicksPerSecond,
        "M" => TimeSpan.TicksPerMinute,
        { } name => Array.Find(s_units, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found
            ? found.Ticks
            : null,
    };

    private static double Round(double amount) =>
        Math.Round(amount, amount >= 100 ? 0 : amount >= 10 ? 1 : 2, MidpointRounding.AwayFromZero);
}
