using System.Globalization;
using System.Numerics;
using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class TagTextTests
{
    private static readonly DateTime s_time = new(2026, 11, 27, 22, 21, 41, DateTimeKind.Utc);

    public static TheoryData<string, object?[]> Texts => new()
    {
        { "200", [200, 200L, (byte)200, 200ul, 200.0, 200f, 200.00m, "200", new BigInteger(200)] },
        { "-1", [-1, (sbyte)-1, -1.0, "-1"] },
        { "0", [0, 0.0, -0.0, 0.00m, new decimal(0, 0, 0, isNegative: true, 1), -0f] },
        { "0.1", [0.1, 0.1f, 0.10m, "0.1"] },
        { "10000000000000000", [10_000_000_000_000_000L, 1e16, 1e16m] },
        { "18446744073709551615", [ulong.MaxValue, 18446744073709551615m] },
        { "1E+300", [1e300] },
        { "NaN", [double.NaN] },
        { "", [null, ""] },
        { "true", [true, "true"] },
        { "True", ["True"] },
        { "Friday", [DayOfWeek.Friday, "Friday"] },
        { "2026-11-27T22:21:41Z", [s_time, s_time.ToLocalTime(), new DateTimeOffset(s_time).ToOffset(TimeSpan.FromHours(9))] },
        { "2026-11-27T22:21:41.5Z", [s_time.AddMilliseconds(500)] },
        { "2026-11-27", [new DateOnly(2026, 11, 27)] },
        { "22:21:41.0000000", [new TimeOnly(22, 21, 41)] },
        { "00:01:30", [TimeSpan.FromSeconds(90)] },
        { "c9f0f895-fb98-4b91-8e5f-0d0b2a3b4c5d", [new Guid("c9f0f895-fb98-4b91-8e5f-0d0b2a3b4c5d")] },
        { "x", ['x', "x"] },
        { "1.2", [new Version(1, 2)] },
        { new string('a', 256), [new string('a', 256), new string('a', 257)] },
        { new string('a', 255), [new string('a', 255) + "\U0001F600"] },
        { new string('a', 254) + "\U0001F600", [new string('a', 254) + "\U0001F600b"] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void M6_values_with_one_text_are_one_series_in_any_culture(string expected, object?[] values)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        using var metric = new SingleMetric(new MetricDefinition("a.b", MetricType.Counter) { Tags = ["t"] });
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("sv-SE");
            foreach (object? value in values)
            {
                metric.Emit("a", [], new KeyValuePair<string, MetadataValue>("t", MetadataValue.From(value)));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.Equal([expected], metric.Series?.TagValues);
        Assert.Equal((long)values.Length, metric.Series?.Value);
    }
}
