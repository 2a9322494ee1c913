using Telemetry.Metrics;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

public sealed class PrometheusTextTests
{
    [Fact]
    public void R2_text_has_one_family_for_each_metric()
    {
        string text = Written.Prometheus(OrdinaryMetrics.Snapshot());

        Assert.Equal(
            """
            # HELP db_pool_open Counter, but it goes down.
            # TYPE db_pool_open gauge
            db_pool_open -3
            # HELP job_total Counter job.count.
            # TYPE job_total counter
            job_total{kind="mail"} 3
            job_total{kind="report"} 0
            # HELP net_bytes_total Sum net.bytes.
            # TYPE net_bytes_total counter
            net_bytes_total 9007199254740993
            # HELP room_temperature_celsius Last value room.temperature.
            # TYPE room_temperature_celsius gauge
            room_temperature_celsius{room="1"} -12.5
            # HELP web_request_size_bytes The size of answers.
            # TYPE web_request_size_bytes summary
            web_request_size_bytes{quantile="0.5"} 8
            web_request_size_bytes{quantile="0.9"} 8
            web_request_size_bytes{quantile="0.95"} 8
            web_request_size_bytes{quantile="0.99"} 8
            web_request_size_bytes_sum 16
            web_request_size_bytes_count 2
            # HELP web_request_stop_duration_seconds Distribution web.request.stop.duration.
            # TYPE web_request_stop_duration_seconds histogram
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="0.05"} 1
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="1"} 1
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="1e+06"} 4
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="+Inf"} 6
            web_request_stop_duration_seconds_sum{http_route="/a",status="200"} 2000004.25
            web_request_stop_duration_seconds_count{http_route="/a",status="200"} 6

            """,
            text);
    }

    [Fact]
    public void R3_open_metrics_names_counters_without_the_suffix_and_has_units_and_an_end()
    {
        string text = Written.OpenMetrics(OrdinaryMetrics.Snapshot());

        Assert.Equal(
            """
            # HELP db_pool_open Counter, but it goes down.
            # TYPE db_pool_open gauge
            db_pool_open -3
            # HELP job Counter job.count.
            # TYPE job counter
            job_total{kind="mail"} 3
            job_total{kind="report"} 0
            # HELP net_bytes Sum net.bytes.
            # TYPE net_bytes counter
            # UNIT net_bytes bytes
            net_bytes_total 9007199254740993
            # HELP room_temperature_celsius Last value room.temperature.
            # TYPE room_temperature_celsius gauge
            # UNIT room_temperature_celsius celsius
            room_temperature_celsius{room="1"} -12.5
            # HELP web_request_size_bytes The size of answers.
            # TYPE web_request_size_bytes summary
            # UNIT web_request_size_bytes bytes
            web_request_size_bytes{quantile="0.5"} 8
            web_request_size_bytes{quantile="0.9"} 8
            web_request_size_bytes{quantile="0.95"} 8
            web_request_size_bytes{quantile="0.99"} 8
            web_request_size_bytes_sum 16
            web_request_size_bytes_count 2
            # HELP web_request_stop_duration_seconds Distribution web.request.stop.duration.
            # TYPE web_request_stop_duration_seconds histogram
            # UNIT web_request_stop_duration_seconds seconds
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="0.05"} 1
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="1.0"} 1
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="1e+06"} 4
            web_request_stop_duration_seconds_bucket{http_route="/a",status="200",le="+Inf"} 6
            web_request_stop_duration_seconds_sum{http_route="/a",status="200"} 2000004.25
            web_request_stop_duration_seconds_count{http_route="/a",status="200"} 6
            # EOF

            """,
            text);
    }

    [Fact]
    public void R2_text_escapes_in_one_pass()
    {
        MetricSnapshot snapshot = Readings.Snapshot(Readings.Of(
            new("a.count", MetricType.Counter) { Tags = ["path"], Description = "A \\n, a \"quote\"\nand a line." },
            Readings.Counter(1, "C:\\new\\\"x\"\n€𐍈\r\t"),
            Readings.Counter(2, ""),
            Readings.Counter(3, "\\")));

        Assert.Equal(
            "# HELP a_total A \\\\n, a \"quote\"\\nand a line.\n# TYPE a_total counter\n"
            + "a_total{path=\"C:\\\\new\\\\\\\"x\\\"\\n€𐍈\r\t\"} 1\na_total{path=\"\"} 2\na_total{path=\"\\\\\"} 3\n",
            Written.Prometheus(snapshot));
        Assert.StartsWith(
            "# HELP a A \\\\n, a \\\"quote\\\"\\nand a line.\n", Written.OpenMetrics(snapshot), StringComparison.Ordinal);
    }

    [Fact]
    public void R2_half_of_a_character_is_replaced()
    {
        // Not as data of a theory: an attribute cannot hold them.
        string[] values = ["a\uD800", "\uDC00a\n", "\"\uD800b", "\uDC00\uD800", "\uD800\uD801\uDC01"];
        SeriesReading[] series = [.. values.Select((value, i) => Readings.Counter(i, value))];

        string text = Written.Prometheus(Readings.Snapshot(Readings.Of(new("a.count", MetricType.Counter) { Tags = ["x"] }, series)));

        Assert.Equal(
            ["a\uFFFD", "\uFFFDa\\n", "\\\"\uFFFDb", "\uFFFD\uFFFD", $"\uFFFD{char.ConvertFromUtf32(0x10401)}"],
            text.Split('\n').Skip(2).SkipLast(1).Select(line => line["a_total{x=\"".Length..line.LastIndexOf('"')]));
    }

    [Theory]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(1e17, "1E+17")]
    [InlineData(1e14, "100000000000000")]
    [InlineData(123456789012345.0, "123456789012345")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(-0.0, "0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(double.Epsilon, "5E-324")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void R2_numbers_are_the_shortest_that_are_read_as_the_same(double number, string expected) => Assert.Equal(
        $"a {expected}", Line(new("a", MetricType.LastValue), Readings.Number(number)));

    [Fact]
    public void R2_integers_have_all_their_digits()
    {
        Assert.Equal("a 9223372036854775807", Line(new("a", MetricType.LastValue), Readings.Number(long.MaxValue)));
        Assert.Equal("a -9223372036854775808", Line(new("a", MetricType.LastValue), Readings.Number(long.MinValue)));
        Assert.Equal("a 18446744073709551615", Line(new("a", MetricType.LastValue), Readings.Number(ulong.MaxValue)));
    }

    [Fact]
    public void R2_text_does_not_depend_on_the_culture()
    {
        using var culture = new OtherCulture("sv-SE");

        Assert.Equal("a -1234567.5", Line(new("a", MetricType.LastValue), Readings.Number(-1_234_567.5)));
        Assert.Equal(
            "a_bucket{le=\"-1.25e-07\"} 1",
            Line(new("a", MetricType.Distribution) { Buckets = [-1.25e-7] }, Readings.Distribution(1, [1, 0])));
    }

    [Theory]
    [InlineData(0.0, "0", "0.0")]
    [InlineData(1.0, "1", "1.0")]
    [InlineData(10.0, "10", "10.0")]
    [InlineData(0.001, "0.001", "0.001")]
    [InlineData(0.0001, "0.0001", "0.0001")]
    [InlineData(1e-5, "1e-05", "1e-05")]
    [InlineData(1e-10, "1e-10", "1e-10")]
    [InlineData(1.7, "1.7", "1.7")]
    [InlineData(100000.0, "100000", "100000.0")]
    [InlineData(1e6, "1e+06", "1e+06")]
    [InlineData(1e10, "1e+10", "1e+10")]
    [InlineData(1234567.5, "1.2345675e+06", "1.2345675e+06")]
    [InlineData(12345.678, "12345.678", "12345.678")]
    [InlineData(-2.5, "-2.5", "-2.5")]
    [InlineData(1e100, "1e+100", "1e+100")]
    [InlineData(1.5e-300, "1.5e-300", "1.5e-300")]
    [InlineData(1e21, "1e+21", "1e+21")]
    public void R3_bounds_are_written_as_open_metrics_recommends(double bound, string prometheus, string openMetrics)
    {
        var definition = new MetricDefinition("a", MetricType.Distribution) { Buckets = [bound] };
        MetricSnapshot snapshot = Readings.Snapshot(Readings.Of(definition, Readings.Distribution(1, [1, 0])));

        Assert.Contains($"a_bucket{{le=\"{prometheus}\"}} 1\n", Written.Prometheus(snapshot), StringComparison.Ordinal);
        Assert.Contains($"a_bucket{{le=\"{openMetrics}\"}} 1\n", Written.OpenMetrics(snapshot), StringComparison.Ordinal);
    }

    [Fact]
    public void R2_family_without_samples_is_left_out()
    {
        MetricSnapshot snapshot = Readings.Snapshot(
            Readings.Of(new("a.count", MetricType.Counter) { Tags = ["x"] }),
            Readings.Of(new("b", MetricType.LastValue), Readings.Number(0, 0)));

        Assert.Empty(Written.Prometheus(snapshot));
        Assert.Equal("# EOF\n", Written.OpenMetrics(snapshot));
    }

    [Fact]
    public void R2_summary_of_nothing_has_no_quantiles() => Assert.Equal(
        "# HELP a Summary a.\n# TYPE a summary\na_sum{x=\"\"} 0\na_count{x=\"\"} 0\n",
        Written.Prometheus(Readings.Snapshot(
            Readings.Of(new("a", MetricType.Summary) { Tags = ["x"] }, Readings.Summary(3, [], "")))));

    // A sum that goes down is no counter.
    [Fact]
    public void R3_open_metrics_has_no_sum_of_negative_values()
    {
        MetricSnapshot snapshot = Readings.Snapshot(
            Readings.Of(new("a", MetricType.Distribution) { Buckets = [-1, 1] }, Readings.Distribution(-4, [1, 2, 0])),
            Readings.Of(
                new("b", MetricType.Summary) { Tags = ["x"] }, Readings.Summary(3, [-1], "low"), Readings.Summary(3, [1], "high")));

        string text = Written.OpenMetrics(snapshot);

        Assert.DoesNotContain("a_sum", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a_count", text, StringComparison.Ordinal);
        Assert.DoesNotContain("b_sum{x=\"low\"}", text, StringComparison.Ordinal);
        Assert.Contains("b_count{x=\"low\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("b_sum{x=\"high\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("a_sum -4\na_count 3\n", Written.Prometheus(snapshot), StringComparison.Ordinal);
    }

    [Fact]
    public void R2_prefix_is_before_each_name()
    {
        string[] lines = Written.Prometheus(OrdinaryMetrics.Snapshot(), "shop").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Matches("^(# HELP |# TYPE )?shop_", line));
    }

    [Fact]
    public void R2_unit_that_is_not_the_end_of_the_name_has_no_line()
    {
        MetricSnapshot snapshot = Readings.Snapshot(
            Readings.Of(new("queue.Seconds", MetricType.LastValue) { Unit = "second" }, Readings.Number(1)),
            Readings.Of(new("seconds", MetricType.LastValue) { Unit = "second" }, Readings.Number(1)),
            Readings.Of(new("requests", MetricType.LastValue) { Unit = "1" }, Readings.Number(1)));

        Assert.DoesNotContain("# UNIT", Written.OpenMetrics(snapshot), StringComparison.Ordinal);
    }

    [Fact]
    public void R2_two_families_of_one_name_are_refused()
    {
        MetricSnapshot snapshot = Readings.Snapshot(
            Readings.Of(new("a.b", MetricType.LastValue), Readings.Number(1)),
            Readings.Of(new("a_b", MetricType.LastValue), Readings.Number(1)));

        ArgumentException e = Assert.Throws<ArgumentException>(() => Written.Prometheus(snapshot));
        Assert.Contains("'a_b'", e.Message, StringComparison.Ordinal);
    }

    // Text is converted in blocks, the last of which overlaps.
    [Theory]
    [InlineData('"', "\\\"")]
    [InlineData('\\', "\\\\")]
    [InlineData('\n', "\\n")]
    [InlineData('\u001f', "\u001f")]
    [InlineData('~', "~")]
    [InlineData('\u007f', "\u007f")]
    [InlineData('é', "é")]
    [InlineData('€', "€")]
    public void R2_character_is_written_alike_at_every_place(char special, string written)
    {
        SeriesReading[] series =
        [
            .. from length in Enumerable.Range(1, 35)
               from place in Enumerable.Range(0, length)
               select Readings.Counter(length, new string('x', place) + special + new string('y', length - place - 1)),
        ];

        string text = Written.Prometheus(Readings.Snapshot(Readings.Of(new("a.count", MetricType.Counter) { Tags = ["x"] }, series)));

        Assert.Equal(
            series.Select(one => (Value: one.TagValues[0].Replace($"{special}", written, StringComparison.Ordinal), one.Count))
                .Select(one => $"a_total{{x=\"{one.Value}\"}} {one.Count}"),
            text.Split('\n').Skip(2).SkipLast(1));
    }

    [Fact]
    public void R2_text_longer_than_the_memory_of_its_writer_is_whole()
    {
        string long1 = new('x', 10_000);
        string long2 = string.Concat(Enumerable.Repeat("\n€", 7_000));
        SeriesReading[] series = [.. Enumerable.Range(0, 500).Select(i => Readings.Counter(i, $"{i}{(i % 100 == 0 ? long1 : "")}", long2))];
        MetricSnapshot snapshot = Readings.Snapshot(Readings.Of(new("a.count", MetricType.Counter) { Tags = ["x", "y"] }, series));
        var output = new SmallSegments();

        PrometheusText.Write(output, snapshot);

        string[] lines = output.ToString().Split('\n');
        Assert.Equal(503, lines.Length);
        Assert.Equal($"a_total{{x=\"100{long1}\",y=\"{long2.Replace("\n", "\\n", StringComparison.Ordinal)}\"}} 100", lines[102]);
        Assert.Equal(Written.Prometheus(snapshot), output.ToString());
    }

    [Fact]
    public void Content_types_are_those_of_the_formats()
    {
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", PrometheusText.ContentType(TextFormat.Prometheus));
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", PrometheusText.ContentType(TextFormat.OpenMetrics));
    }

    [Fact]
    public void Unknown_format_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PrometheusText.ContentType((TextFormat)7));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Written.By(output => PrometheusText.Write(output, Readings.Snapshot(), (TextFormat)7)));
    }

    // The first line after the description and the type.
    private static string Line(MetricDefinition definition, SeriesReading series) =>
        Written.Prometheus(Readings.Snapshot(Readings.Of(definition, series))).Split('\n')[2];
}
