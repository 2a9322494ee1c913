using System.Globalization;
using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class RecordingTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;

    public RecordingTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void M1_last_segment_is_the_measurement_and_the_rest_the_event()
    {
        Metric metric = _registry.Add(new("web.request.stop.duration", MetricType.Sum));

        _dispatcher.Execute("web.request.stop", [new("duration", 3), new("size", 100)]);
        _dispatcher.Execute("web.request.start", [new("duration", 100)]);

        Assert.Equal(3, ValueOf(metric));
    }

    [Fact]
    public void M1_counter_counts_events_whatever_their_measurements()
    {
        Metric metric = _registry.Add(new("job.count", MetricType.Counter) { Events = ["job.start", "job.*.done"] });

        _dispatcher.Execute("job.start");
        _dispatcher.Execute("job.backup.done", [new("count", 17)]);
        _dispatcher.Execute("job.backup.failed");

        Assert.Equal(2, ValueOf(metric));
    }

    [Fact]
    public void M1_event_that_several_patterns_of_a_metric_match_counts_once()
    {
        Metric metric = _registry.Add(new("all.count", MetricType.Counter) { Events = ["job.done", "job.*", "*.done"] });

        _dispatcher.Execute("job.done");

        Assert.Equal(1, ValueOf(metric));
    }

    [Fact]
    public void M2_metrics_of_an_event_share_one_handler()
    {
        _registry.AddMany([
            new("a.count", MetricType.Counter),
            new("b.n", MetricType.Sum) { Events = ["a"] },
            new("c.n", MetricType.Summary) { Events = ["a"], Tags = ["x"] },
        ]);

        Assert.Single(_dispatcher.List("a"));
    }

    [Fact]
    public void M2_handler_leaves_with_the_last_metric_of_its_event()
    {
        _registry.Add(new("a.count", MetricType.Counter));
        _registry.Add(new("b.count", MetricType.Counter) { Events = ["a", "b.*"] });

        Assert.True(_registry.Remove("a.count"));
        Assert.NotEmpty(_dispatcher.List());
        Assert.True(_registry.Remove("B.COUNT"));

        Assert.Empty(_dispatcher.List());
        Assert.False(_registry.Remove("a.count"));
    }

    [Fact]
    public void M2_a_metric_whose_functions_throw_disturbs_no_other_and_stays()
    {
        _registry.Add(new("bad.count", MetricType.Counter)
        {
            Events = ["a"],
            Keep = static (in _) => throw new InvalidOperationException("broken"),
        });
        Metric good = _registry.Add(new("good.count", MetricType.Counter) { Events = ["a"] });

        for (int i = 0; i < 10; i++)
        {
            _dispatcher.Execute("a");
        }

        Assert.Equal(10, ValueOf(good));
        Assert.Equal(10, _registry.Find("bad.count")!.Problems[MetricProblem.FilterFailed]);
        Assert.Single(_dispatcher.List("a"));
    }

    [Fact]
    public void M3_times_are_recorded_in_the_unit_and_plain_numbers_converted()
    {
        Metric seconds = _registry.Add(new("a.t", MetricType.Sum));
        Metric milliseconds = _registry.Add(new("b.t", MetricType.Sum) { Events = ["a"], Unit = "millisecond" });
        Metric converted = _registry.Add(new("c.ms", MetricType.Sum) { Events = ["a"], Unit = "second", FromUnit = "millisecond" });

        _dispatcher.Execute("a", [new("t", TimeSpan.FromSeconds(1.5)), new("ms", 250)]);

        Assert.Equal(1.5, DoubleOf(seconds));
        Assert.Equal(1500, DoubleOf(milliseconds));
        Assert.Equal(0.25, DoubleOf(converted));
    }

    [Fact]
    public void M3_measurement_may_be_a_number_in_the_metadata_or_its_text()
    {
        Metric metric = _registry.Add(new("a.size", MetricType.Sum));

        _dispatcher.Execute("a", [], [new("size", 5)]);
        _dispatcher.Execute("a", [], [new("size", "2.5")]);

        Assert.Equal(7.5, DoubleOf(metric));
    }

    [Fact]
    public void M3_sum_of_integers_is_exact_beyond_the_precision_of_doubles()
    {
        Metric metric = _registry.Add(new("a.n", MetricType.Sum));

        _dispatcher.Execute("a", [new("n", (1L << 60) + 1)]);
        _dispatcher.Execute("a", [new("n", 2)]);

        Assert.Equal((1L << 60) + 3, ValueOf(metric));
    }

    public static TheoryData<string, string> BadEvents => new()
    {
        { "none", nameof(MetricProblem.MissingMeasurement) },
        { "NaN", nameof(MetricProblem.NotFinite) },
        { "infinity", nameof(MetricProblem.NotFinite) },
        { "word", nameof(MetricProblem.NotNumeric) },
        { "negative", nameof(MetricProblem.Negative) },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public void M4_bad_event_is_skipped_counted_and_reported_once(string kind, string expected)
    {
        MetricProblem problem = Enum.Parse<MetricProblem>(expected);
        Metric metric = _registry.Add(new("a.n", MetricType.Sum));
        var reports = new List<MetricProblemReport>();
        _registry.ProblemFound += (_, report) => reports.Add(report);
        using var events = EventRecorder.Start(_dispatcher, "telemetry.metric.problem");

        for (int i = 0; i < 3; i++)
        {
            Emit(kind);
        }

        Assert.Equal(0, metric.Recorded);
        Assert.Equal(0, ValueOf(metric));
        Assert.Equal([new(problem, 3)], metric.Problems);
        Assert.Equal(problem, Assert.Single(reports).Problem);
        EventRecord record = Assert.Single(events.Records);
        Assert.Equal("a.n", record.Metadata["metric"].ToString());
        Assert.Equal(expected, record.Metadata["reason"].ToString());
    }

    [Fact]
    public void M4_zero_is_recorded()
    {
        Metric metric = _registry.Add(new("a.n", MetricType.Summary));

        _dispatcher.Execute("a", [new("n", 0)]);

        Assert.Equal(1, metric.Recorded);
        Assert.Equal(1, metric.Read().Series[0].Exponential!.ZeroCount);
    }

    [Fact]
    public void M4_problems_are_part_of_a_snapshot()
    {
        _registry.Add(new("a.n", MetricType.Sum));
        Assert.Single(_registry.Collect().Metrics);

        Emit("none");

        MetricReading problems = Assert.Single(
            _registry.Collect().Metrics, reading => reading.Definition.Name == "telemetry.metric.problems");
        Assert.Equal(["a.n", "MissingMeasurement"], Assert.Single(problems.Series).TagValues);
    }

    [Fact]
    public void M4_problem_of_a_time_in_bytes_is_a_unit_mismatch()
    {
        Metric metric = _registry.Add(new("a.n", MetricType.Sum) { Unit = "byte" });

        _dispatcher.Execute("a", [new("n", TimeSpan.FromSeconds(1))]);

        Assert.Equal([new(MetricProblem.UnitMismatch, 1)], metric.Problems);
    }

    [Fact]
    public void M4_failing_functions_are_counted_by_their_kind()
    {
        Metric tag = _registry.Add(new("a.count", MetricType.Counter)
        {
            Tags = [new MetricTag("x", static (in _) => throw new InvalidOperationException("no tag"))],
        });
        Metric reader = _registry.Add(new("b.n", MetricType.Sum)
        {
            Events = ["a"],
            Reader = static (in _) => throw new InvalidOperationException("no value"),
        });

        _dispatcher.Execute("a");

        Assert.Equal([new(MetricProblem.TagFailed, 1)], tag.Problems);
        Assert.Equal([new(MetricProblem.ReaderFailed, 1)], reader.Problems);
    }

    [Fact]
    public void M5_missing_tag_is_empty_and_counted()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x", "y"] });

        _dispatcher.Execute("a", [], [new("x", 1)]);
        _dispatcher.Execute("a", [], [new("y", default(string)), new("x", 1)]);

        SeriesReading series = Assert.Single(metric.Read().Series);
        Assert.Equal(["1", ""], series.TagValues);
        Assert.Equal(2, series.Count);
        Assert.Equal([new(MetricProblem.MissingTag, 2)], metric.Problems);
    }

    [Fact]
    public void M5_event_without_a_tag_is_skipped_on_request()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"], SkipMissingTag = true });

        _dispatcher.Execute("a");

        Assert.Equal(0, metric.Recorded);
        Assert.Equal([new(MetricProblem.MissingTag, 1)], metric.Problems);
    }

    [Fact]
    public void M6_equal_values_of_all_types_are_one_series()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
        try
        {
            Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"] });
            var date = new DateTime(2026, 11, 27, 12, 0, 0, DateTimeKind.Utc);
            const string Hostile = "\"\\\n{}=,\u0000é\U0001F600";
            MetadataValue[] values =
            [
                1, 1L, "1", 1.0, 1m, (byte)1, 1.0f, 1.00m,
                true, "true",
                -1, "-1", -1.0,
                date, date.ToLocalTime(), new DateTimeOffset(date), "2026-11-27T12:00:00Z",
                DayOfWeek.Friday is var day ? MetadataValue.From(day) : default, "Friday",
                Hostile, new string(Hostile.ToCharArray()),
                0.5, "0.5", 0.5m,
            ];

            foreach (MetadataValue value in (MetadataValue[])[.. values, .. values])
            {
                _dispatcher.Execute("a", [], [new("x", value)]);
            }

            Assert.Equal(
                [("-1", 6), ("0.5", 6), ("1", 16), ("2026-11-27T12:00:00Z", 8), ("Friday", 4), (Hostile, 4), ("true", 4)],
                metric.Read().Series
                    .Select(series => (series.TagValues[0], (int)series.Count))
                    .OrderBy(row => row.Item1 == Hostile ? "g" : row.Item1, StringComparer.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void M6_halves_of_characters_are_one_series_as_they_are_in_the_text()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"], SeriesLimit = 2 });
        foreach (string half in (string[])["a\uD83D", "a\uDE00", "a\uD83D\uDE00", "b", "a\uDE00"])
        {
            _dispatcher.Execute("a", [], [new("x", half)]);
        }

        Assert.Equal(
            [("a\uFFFD", 3), ("a\uD83D\uDE00", 1), ("(other)", 1)],
            metric.Read().Series.Select(series => (series.TagValues[0], (int)series.Count)));
    }

    [Fact]
    public void M6_last_of_equal_keys_counts_whatever_the_order_and_the_strings()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x", new MetricTag("z", "Y")] });

        _dispatcher.Execute("a", [], [new("x", "old"), new("y", "2"), new("X", "1")]);
        _dispatcher.Execute("a", [], [new("y", "2"), new("x", "1")]);
        _dispatcher.Execute("a", [], [new(new string(['x']), "1"), new("other", 5), new(new string(['Y']), "2")]);

        SeriesReading series = Assert.Single(metric.Read().Series);
        Assert.Equal(["1", "2"], series.TagValues);
        Assert.Equal(3, series.Count);
    }

    [Fact]
    public void M6_long_values_are_cut_and_equal_when_their_beginnings_are()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Tags = ["x"] });
        string beginning = new('x', 256);

        _dispatcher.Execute("a", [], [new("x", beginning + "1")]);
        _dispatcher.Execute("a", [], [new("x", beginning + "2")]);
        _dispatcher.Execute("a", [], [new("x", beginning)]);

        Assert.Equal(3, Assert.Single(metric.Read().Series).Count);
    }

    [Fact]
    public void M8_running_total_is_the_measurement_itself()
    {
        Metric metric = _registry.Add(new("os.read.bytes", MetricType.Sum) { RunningTotal = true });

        _dispatcher.Execute("os.read", [new("bytes", 1000)]);
        _dispatcher.Execute("os.read", [new("bytes", 1500)]);

        Assert.Equal(1500, ValueOf(metric));
    }

    [Fact]
    public void M8_sum_goes_both_ways_where_it_may()
    {
        Metric metric = _registry.Add(new("queue.change", MetricType.Sum) { AllowNegative = true });

        _dispatcher.Execute("queue", [new("change", 5)]);
        _dispatcher.Execute("queue", [new("change", -2)]);

        Assert.Equal(3, ValueOf(metric));
        Assert.Empty(metric.Problems);
    }

    [Fact]
    public void M8_constant_is_recorded_for_each_event()
    {
        Metric info = _registry.Add(new("app.info", MetricType.LastValue) { Events = ["app.start"], Value = 1, Tags = ["version"] });

        _dispatcher.Execute("app.start", [], [new("version", "1.2")]);

        Assert.Equal(1, ValueOf(info));
    }

    [Fact]
    public void M17_conditions_select_the_events()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter)
        {
            Where = [new EventCondition("status", 200, 201), new EventCondition("route", "/api/*")],
            WhereNot = [new EventCondition("method", "OPTIONS")],
        });

        _dispatcher.Execute("a", [], [new("status", "200"), new("route", "/api/x"), new("method", "GET")]);
        _dispatcher.Execute("a", [], [new("status", 404), new("route", "/api/x"), new("method", "GET")]);
        _dispatcher.Execute("a", [], [new("status", 201), new("route", "/x"), new("method", "GET")]);
        _dispatcher.Execute("a", [], [new("status", 201), new("route", "/api/y"), new("method", "options")]);

        Assert.Equal(1, ValueOf(metric));
    }

    private void Emit(string kind)
    {
        switch (kind)
        {
            case "none":
                _dispatcher.Execute("a", [new("other", 1)]);
                break;
            case "NaN":
                _dispatcher.Execute("a", [new("n", double.NaN)]);
                break;
            case "infinity":
                _dispatcher.Execute("a", [new("n", double.NegativeInfinity)]);
                break;
            case "word":
                _dispatcher.Execute("a", [], [new("n", "many")]);
                break;
            default:
                _dispatcher.Execute("a", [new("n", -1)]);
                break;
        }
    }

    private static long ValueOf(Metric metric)
    {
        Assert.True(metric.Read().Series[0].Value.TryGetInt64(out long value));
        return value;
    }

    private static double DoubleOf(Metric metric)
    {
        Assert.True(metric.Read().Series[0].Value.TryGetDouble(out double value));
        return value;
    }
}
