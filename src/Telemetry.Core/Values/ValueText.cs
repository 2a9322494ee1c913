using System.Globalization;

namespace Telemetry;

/// <summary>Formats a value as text in the invariant culture, from which numbers and times can be parsed without loss.</summary>
internal static class ValueText
{
    internal static string Of(object? value) => value switch
    {
        null => string.Empty,
        string text => text,

        // With the default format, .NET Framework rounds these.
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
#if NET
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
#endif
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };
}
