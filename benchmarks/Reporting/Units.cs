using System.Globalization;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>Figures as the tables show them: three digits that count.</summary>
internal static class Units
{
    internal static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => $"{Digits(nanoseconds)} ns",
        < 1_000_000 => $"{Digits(nanoseconds / 1_000)} us",
        < 1_000_000_000 => $"{Digits(nanoseconds / 1_000_000)} ms",
        _ => $"{Digits(nanoseconds / 1_000_000_000)} s",
    };

    internal static string Ratio(double ratio) => Digits(ratio);

    internal static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Digits(double value) => value.ToString(
        value switch
        {
            < 0.1 => "0.000",
            < 10 => "0.00",
            < 100 => "0.0",
            _ => "0",
        },
        CultureInfo.InvariantCulture);
}
