using System.Numerics;
using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class UnitTests
{
    private static readonly DateTime s_newYear = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string?, string?, MeasurementValue, MeasurementValue> Conversions => new()
    {
        { null, null, 5, 5L },
        { null, null, long.MaxValue, long.MaxValue },
        { null, null, ulong.MaxValue, 18446744073709551615.0 },
        { null, null, 3.00m, 3L },
        { null, null, 3.5m, 3.5 },
        { "second", "millisecond", 1500, 1.5 },
        { "second", "millisecond", 1001, 1.001 },
        { "millisecond", "second", 2, 2000L },
        { "millisecond", "SECONDS", 0.25, 250.0 },
        { "nanosecond", "day", 3, 259_200_000_000_000L },
        { "nanosecond", "day", long.MaxValue, long.MaxValue * 86_400_000_000_000.0 },
        { "hour", "minute", 90, 1.5 },
        { "day", "hour", 12, 0.5 },
        { "microsecond", "nanosecond", 1500, 1.5 },
        { "byte", "kilobyte", 2, 2000L },
        { "byte", "kibibyte", 2, 2048L },
        { "mebibyte", "megabyte", 1_048_576, 1_000_000.0 },
        { "ratio", "percent", 50, 0.5 },
        { "percent", "ratio", 0.5, 50.0 },
        { "celsius", "celsius", 20, 20L },
        { "widget", "Widget", 20, 20L },
        { "widget", null, 20, 20L },
        { null, null, TimeSpan.FromMilliseconds(1500), 1.5 },
        { "millisecond", null, TimeSpan.FromMilliseconds(1500), 1500.0 },
        { "ms", null, TimeSpan.FromMilliseconds(1500), 1500.0 },
        { "day", null, TimeSpan.FromHours(12), 0.5 },
        { "nanosecond", null, TimeSpan.FromTicks(15), 1500L },
        { "second", "millisecond", TimeSpan.FromSeconds(2), 2.0 },
        { null, null, s_newYear, 1_767_225_600.0 },
        { null, null, s_newYear.ToLocalTime(), 1_767_225_600.0 },
        { null, null, new DateTimeOffset(s_newYear).ToOffset(TimeSpan.FromHours(5)), 1_767_225_600.0 },
        { "millisecond", null, s_newYear.AddTicks(5000), 1_767_225_600_000.5 },
        { "nanosecond", null, s_newYear.AddTicks(1), 1_767_225_600_000_000_100L },
    };

    [Theory]
    [MemberData(nameof(Conversions))]
    public void M3_values_are_recorded_in_the_unit(string? unit, string? fromUnit, MeasurementValue value, MeasurementValue expected)
    {
        // A sum keeps integers.
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Sum) { Unit = unit, FromUnit = fromUnit });

        metric.Emit("a", [new("b", value)]);

        Assert.Equal(expected, metric.Series?.Value);
    }

    [Theory]
    [InlineData("byte")]
    [InlineData("ratio")]
    [InlineData("widget")]
    public void M4_a_time_is_not_recorded_in_another_unit(string unit)
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.LastValue) { Unit = unit });

        metric.Emit("a", [new("b", TimeSpan.FromSeconds(1))]);
        metric.Emit("a", [new("b", DateTime.UtcNow)]);

        Assert.Null(metric.Series);
        Assert.Equal(2, metric.Metric.Problems[MetricProblem.UnitMismatch]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    public void M4_a_number_that_is_not_finite_in_the_unit_is_not_recorded(double value)
    {
        using var metric = new SingleMetric(
            new MetricDefinition("a.b", MetricType.LastValue) { Unit = "millisecond", FromUnit = "second" });

        metric.Emit("a", [new("b", value)]);

        Assert.Null(metric.Series);
        Assert.Equal(1, metric.Metric.Problems[MetricProblem.NotFinite]);
    }

    [Fact]
    public void M3_text_that_represents_a_number_is_recorded_in_any_culture()
    {
        using var metric = new SingleMetric(
            new MetricDefinition("a.b", MetricType.LastValue) { Unit = "second", FromUnit = "millisecond" });

        metric.Emit("a", [], new KeyValuePair<string, MetadataValue>("b", " 1500.5 "));
        Assert.Equal(1.5005, metric.Series?.Value);

        metric.Emit("a", [], new KeyValuePair<string, MetadataValue>("b", MetadataValue.From(BigInteger.Pow(2, 100))));
        Assert.Equal(Math.Pow(2, 100) / 1000, metric.Series?.Value);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("")]
    [InlineData("many")]
    [InlineData(true)]
    [InlineData('1')]
    [InlineData(DayOfWeek.Monday)]
    public void M4_another_value_is_not_a_number(object value)
    {
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.LastValue));

        metric.Emit("a", [], new KeyValuePair<string, MetadataValue>("b", MetadataValue.From(value)));

        Assert.Null(metric.Series);
        Assert.Equal(1, metric.Metric.Problems[MetricProblem.NotNumeric]);
    }

    [Theory]
    [InlineData("byte", "second")]
    [InlineData("celsius", "ratio")]
    [InlineData("widget", "gadget")]
    [InlineData("second", "widget")]
    [InlineData(null, "second")]
    [InlineData("", null)]
    [InlineData("per second", null)]
    [InlineData("a\nb", null)]
    [InlineData("second", "")]
    public void M3_units_that_cannot_be_converted_are_refused(string? unit, string? fromUnit)
    {
        MetricException error = SingleMetric.Refusal(new MetricDefinition("a.b", MetricType.Sum) { Unit = unit, FromUnit = fromUnit });

        Assert.Equal(MetricErrorKind.InvalidUnit, error.Kind);
        Assert.Contains("'a.b'", error.Message, StringComparison.Ordinal);
    }
}
