namespace Telemetry.Metrics;

/// <summary>A unit of measurements. Known ones have a size, by which values are converted; any other word is only shown.</summary>
internal sealed class MetricUnit
{
    /// <summary>The names of the known units, for messages.</summary>
    internal const string KnownNames =
        "nanosecond, microsecond, millisecond, second, minute, hour, day, byte, kilobyte, megabyte, kibibyte, mebibyte, ratio, "
        + "percent, celsius";

    // Sizes are relative to the smallest unit of the quantity. The codes are those of UCUM, which instruments of the platform use.
    private static readonly Dictionary<string, MetricUnit> s_units = ByName(
    [
        new("nanosecond", "nanoseconds", UnitDimension.Time, 1, "ns"),
        new("microsecond", "microseconds", UnitDimension.Time, 1000, "us"),
        new("millisecond", "milliseconds", UnitDimension.Time, 1_000_000, "ms"),
        new("second", "seconds", UnitDimension.Time, 1_000_000_000, "s"),
        new("minute", "minutes", UnitDimension.Time, 60_000_000_000, "min"),
        new("hour", "hours", UnitDimension.Time, 3_600_000_000_000, "h"),
        new("day", "days", UnitDimension.Time, 86_400_000_000_000, "d"),
        new("byte", "bytes", UnitDimension.Data, 1, "By"),
        new("kilobyte", "kilobytes", UnitDimension.Data, 1000, "kBy"),
        new("megabyte", "megabytes", UnitDimension.Data, 1_000_000, "MBy"),
        new("kibibyte", "kibibytes", UnitDimension.Data, 1024, "KiBy"),
        new("mebibyte", "mebibytes", UnitDimension.Data, 1_048_576, "MiBy"),
        new("ratio", "ratio", UnitDimension.Fraction, 100, "ratio"),
        new("percent", "percent", UnitDimension.Fraction, 1, "%"),
        new("celsius", "celsius", UnitDimension.Temperature, 1, "Cel"),
    ]);

    private MetricUnit(string name, string plural, UnitDimension dimension, long size, string code)
    {
        Name = name;
        Plural = plural;
        Dimension = dimension;
        Size = size;
        Code = code;
    }

    internal string Name { get; }

    /// <summary>The code in UCUM; for a ratio another word, as UCUM's 1 also stands for no unit.</summary>
    internal string Code { get; }

    /// <summary>The suffix of exported names, without the underscore. Empty for UCUM's marks of no unit: 1, and words in
    /// braces.</summary>
    internal string Plural { get; }

    internal UnitDimension Dimension { get; }

    internal long Size { get; }

    internal static MetricUnit Of(string unit) => s_units.TryGetValue(unit, out MetricUnit? known)
        ? known
        : new MetricUnit(unit, IsMarkOfNone(unit) ? string.Empty : unit, UnitDimension.Other, 1, unit);

    private static bool IsMarkOfNone(string unit) => unit == "1" || (unit.Length > 0 && unit[0] == '{');

    private static Dictionary<string, MetricUnit> ByName(MetricUnit[] units)
    {
        var names = new Dictionary<string, MetricUnit>(StringComparer.OrdinalIgnoreCase);
        foreach (MetricUnit unit in units)
        {
            names[unit.Name] = unit;
            names[unit.Plural] = unit;
            names[unit.Code] = unit;
        }

        return names;
    }
}
