using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class EventSummaryTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Spans_count_at_their_end_by_the_values_of_tags_and_failed_ones_count_as_failed()
    {
        EventSummary summary = Attach(["folder"], ["duration", "bytes"]);
        TelemetrySpanSource file = _dispatcher.GetSpanSource("sync.file");
        foreach (string folder in new[] { "docs", "docs", "music" })
        {
            TelemetrySpan span = file.Start([new("folder", folder)]);
            span.Stop([new("bytes", 10)], [new("folder", folder)]);
        }

        file.Start([new("folder", "music")]).Fail(new InvalidOperationException("full"));

        EventSummaryRow[] rows = [.. summary.Read()];
        Assert.Equal(["sync.file docs 2 0", "sync.file music 2 1"], rows.Select(Describe));
        Assert.All(rows, row => Assert.True(row.Measurements[0].AreDurations));
        Assert.Equal([2L, 2L], rows.Select(row => row.Measurements[0].Count));
        Assert.Equal([2L, 1L], rows.Select(row => row.Measurements[1].Count));
        Assert.Equal([20L, 10L], rows.Select(row => row.Measurements[1].Sum.ToObject()));
    }

    [Fact]
    public void Events_that_are_not_those_of_spans_count_whatever_their_name()
    {
        EventSummary summary = Attach([], []);
        foreach (string name in new[] { "service.start", "service.stop", "service.exception", "item" })
        {
            _dispatcher.Execute(name);
        }

        Assert.Equal(["item 1 0", "service.exception 1 1", "service.start 1 0", "service.stop 1 0"], summary.Read().Select(Describe));
    }

    [Fact]
    public void Numbers_are_summed_and_the_event_of_the_first_highest_value_is_kept()
    {
        EventSummary summary = Attach([], ["n", "share"]);
        (long N, double Share)[] values = [(3, 0.5), (7, 0.25), (7, 1), (-2, 0.75)];
        for (int i = 0; i < values.Length; i++)
        {
            _dispatcher.Execute("e", [new("n", values[i].N), new("share", values[i].Share)], [new("i", i)]);
        }

        EventSummaryRow row = Assert.Single(summary.Read());
        MeasurementSummary n = row.Measurements[0];
        Assert.Equal(15L, n.Sum.ToObject());
        Assert.Equal(3.75, n.Mean);
        Assert.Equal(7, n.Maximum);
        Assert.Equal(1, n.MaximumEvent!.Metadata["i"].ToObject());
        Assert.Equal(2.5, row.Measurements[1].Sum.ToObject());
        Assert.Equal(2, row.Measurements[1].MaximumEvent!.Metadata["i"].ToObject());
        Assert.False(n.AreDurations);
    }

    [Fact]
    public void The_highest_value_may_be_negative()
    {
        EventSummary summary = Attach([], ["n"]);
        foreach (int n in new[] { -5, -3, -4 })
        {
            _dispatcher.Execute("e", [new("n", n)]);
        }

        MeasurementSummary values = Assert.Single(summary.Read()).Measurements[0];
        Assert.Equal(-3, values.Maximum);
        Assert.Equal(-3, values.MaximumEvent!.Measurements["n"].ToObject());
    }

    [Fact]
    public void Quantiles_are_within_the_error_of_a_summary()
    {
        EventSummary summary = Attach([], ["n"]);
        for (int i = 1; i <= 10_000; i++)
        {
            _dispatcher.Execute("e", [new("n", i)]);
        }

        MeasurementSummary n = Assert.Single(summary.Read()).Measurements[0];
        Assert.InRange(n.Quantile(0.95)!.Value, 9500 * 0.997, 9500 * 1.003);
        Assert.Equal(10_000, n.Quantile(1));
    }

    [Fact]
    public void A_missing_measurement_has_no_numbers_and_a_missing_tag_is_empty()
    {
        EventSummary summary = Attach(["folder"], ["bytes"]);
        _dispatcher.Execute("e");

        EventSummaryRow row = Assert.Single(summary.Read());
        Assert.Equal("e  1 0", Describe(row));
        MeasurementSummary bytes = row.Measurements[0];
        Assert.Equal(0, bytes.Count);
        Assert.Null(bytes.Mean);
        Assert.Null(bytes.Maximum);
        Assert.Null(bytes.MaximumEvent);
        Assert.Null(bytes.Quantile(0.95));
    }

    [Fact]
    public void Values_that_are_not_finite_numbers_or_durations_are_left_out_and_their_events_count()
    {
        EventSummary summary = Attach([], ["n"]);
        _dispatcher.Execute("e", [new("n", double.NaN)]);
        _dispatcher.Execute("e", [new("n", DateTime.UtcNow)]);
        _dispatcher.Execute("e", [new("n", double.PositiveInfinity)]);
        _dispatcher.Execute("e", [new("n", 1)]);

        EventSummaryRow row = Assert.Single(summary.Read());
        Assert.Equal(4, row.Count);
        Assert.Equal(1, row.Measurements[0].Count);
        Assert.Equal(3, summary.LeftOutCount);
    }

    [Fact]
    public void Equal_values_of_tags_of_different_types_are_one_row()
    {
        EventSummary summary = Attach(["status"], []);
        _dispatcher.Execute("e", default(ReadOnlySpan<KeyValuePair<string, MeasurementValue>>), [new("status", 200)]);
        _dispatcher.Execute("e", default(ReadOnlySpan<KeyValuePair<string, MeasurementValue>>), [new("STATUS", "200")]);

        Assert.Equal("e 200 2 0", Describe(Assert.Single(summary.Read())));
    }

    [Fact]
    public void Events_beyond_the_limit_count_in_one_row_and_those_of_known_rows_in_theirs()
    {
        EventSummary summary = Attach(["i"], ["n"], rowLimit: 3);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 10; i++)
            {
                _dispatcher.Execute("e", [new("n", i)], [new("i", i)]);
            }
        }

        EventSummaryRow[] rows = [.. summary.Read()];
        Assert.Equal(["e 0 2 0", "e 1 2 0", "e 2 2 0", "(other) (other) 14 0"], rows.Select(Describe));
        Assert.Equal(9, rows[3].Measurements[0].MaximumEvent!.Measurements["n"].ToObject());
        Assert.Equal(14, summary.OtherCount);
    }

    [Fact]
    public void Records_are_summarized_as_their_events_are()
    {
        EventSummary live = Attach(["folder"], ["duration"]);
        EventSummary later = new(["folder"], ["duration"]);
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "*");
        TelemetrySpanSource file = _dispatcher.GetSpanSource("sync.file");
        file.Start([new("folder", "docs")]).Stop(default, [new("folder", "docs")]);
        file.Start([new("folder", "docs")]).Fail(new InvalidOperationException("full"));
        foreach (EventRecord record in recorder.Records)
        {
            later.Record(record);
        }

        EventSummaryRow one = Assert.Single(live.Read());
        EventSummaryRow other = Assert.Single(later.Read());
        Assert.Equal("sync.file docs 2 1", Describe(one));
        Assert.Equal(Describe(one), Describe(other));
        Assert.Equal(one.Measurements[0].Sum, other.Measurements[0].Sum);
        Assert.Equal(one.Measurements[0].Maximum, other.Measurements[0].Maximum);
    }

    [Fact]
    public void Events_of_threads_are_counted_exactly_while_rows_are_added_and_read()
    {
        EventSummary summary = Attach(["i"], ["n"], rowLimit: 50);
        const int Each = 20_000;
        const int Count = 4;
        using var stop = new CancellationTokenSource();
        var reader = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                // A row that is torn has a sum that does not match.
                Assert.All(summary.Read(), row => Assert.Equal(row.Count, row.Measurements[0].Count));
            }
        });
        reader.Start();
        Thread[] threads = [.. Enumerable.Range(0, Count).Select(thread => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                _dispatcher.Execute("e", [new("n", (thread * Each) + i)], [new("i", i % 60)]);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        stop.Cancel();
        reader.Join();

        EventSummaryRow[] rows = [.. summary.Read()];
        Assert.Equal(51, rows.Length);
        Assert.Equal(Count * Each, rows.Sum(row => row.Count));
        Assert.Equal(
            (long)Count * Each * ((Count * Each) - 1) / 2, rows.Sum(row => (long)row.Measurements[0].Sum.ToObject()));
        Assert.Equal((Count * Each) - 1, rows.Max(row => row.Measurements[0].Maximum));
        Assert.All(rows, row => Assert.Equal(
            row.Measurements[0].Maximum, Convert.ToDouble(row.Measurements[0].MaximumEvent!.Measurements["n"].ToObject(), null)));
    }

    [Fact]
    public void A_tag_with_a_throwing_value_does_not_lose_the_event()
    {
        EventSummary summary = Attach(["bad"], []);
        _dispatcher.Execute(
            "e", default(ReadOnlySpan<KeyValuePair<string, MeasurementValue>>), [new("bad", MetadataValue.From(new Throwing()))]);

        Assert.Equal("e Throwing 1 0", Describe(Assert.Single(summary.Read())));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new EventSummary(null!, []));
        Assert.Throws<ArgumentNullException>(() => new EventSummary([], null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EventSummary([], [], rowLimit: 0));
        Assert.Throws<ArgumentException>(() => new EventSummary([new MetricTag("t", (in EventData _) => 1)], []));
        Assert.Throws<ArgumentNullException>(() => new EventSummary([], []).Record(null!));
    }

    private static string Describe(EventSummaryRow row) =>
        string.Join(" ", [row.Name, .. row.TagValues, $"{row.Count}", $"{row.Failed}"]);

    private EventSummary Attach(MetricTag[] tags, string[] measurements, int rowLimit = EventSummary.DefaultRowLimit)
    {
        var summary = new EventSummary(tags, measurements, rowLimit);
        _dispatcher.Attach("summary", EventPattern.Parse("*"), summary.Record);
        return summary;
    }

    private sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }
}
