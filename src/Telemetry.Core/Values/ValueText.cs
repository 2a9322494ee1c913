using System.Globalization;

namespace Telemetry;

/// <summary>The text of a value: invariant, and such that numbers and times can be read back without loss.</summary>
internal static class ValueText
{
    internal static string Of(object? value) => value switch
    {
        null => string.Empty,
        string text => text,

        // Elsewhere than in .NET, these are rounded unless told otherwise.
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
