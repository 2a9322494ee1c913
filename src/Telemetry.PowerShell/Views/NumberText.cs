using System.Globalization;

namespace Telemetry.Commands;

/// <summary>Formats a number as a short text for people: an integer with all its digits, another number with four significant
/// ones.</summary>
internal static class NumberText
{
    private const double LargestWhole = 1e15;

    internal static string? Of(double? number) => number is { } some ? Of(some) : null;

    internal static string Of(MeasurementValue number) => number.TryGetInt64(out long integer)
        ? integer.ToString(CultureInfo.InvariantCulture)
        : number.TryGetDouble(out double value) ? Of(value) : number.ToString();

    internal static string Of(double number)
    {
        double size = Math.Abs(number);
        if (number == Math.Floor(number) && size < LargestWhole)
        {
            return number.ToString("0", CultureInfo.InvariantCulture);
        }

        return size >= 1000 && size < LargestWhole ? number.ToString("0.#", CultureInfo.InvariantCulture)
            : size >= 1e-4 && size < 1000 ? ((decimal)number).ToString("G4", CultureInfo.InvariantCulture)
            : number.ToString("G4", CultureInfo.InvariantCulture);
    }
}
