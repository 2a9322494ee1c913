using System.Diagnostics;
using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class HandlerStatisticsTests
{
    private static readonly HandlerOptions s_counted = new() { CollectsStatistics = true };

    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Statistics_are_kept_only_of_a_handler_that_asks_for_them()
    {
        HandlerRegistration handler = _dispatcher.Attach("h", "e", Handlers.Nothing);
        HandlerRegistration kept = _dispatcher.Attach("k", "e", Handlers.Nothing, options: new() { FailurePolicy = FailurePolicy.Keep });

        _dispatcher.Execute("e");

        Assert.Null(handler.Statistics);
        Assert.Null(kept.Statistics);
    }

    [Fact]
    public void Nothing_stands_between_the_dispatcher_and_a_handler_that_asks_for_nothing()
    {
        Type? plain = null;
        Type? counted = null;
        _dispatcher.Attach("plain", "e", (in _, _) => plain = Caller(), options: new());
        _dispatcher.Attach("counted", "e", (in _, _) => counted = Caller(), options: s_counted);

        _dispatcher.Execute("e");

        Assert.Equal("Emission", plain!.Name);
        Assert.Equal("CountingHandler", counted!.Name);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Type? Caller() => new StackFrame(2).GetMethod()!.DeclaringType;
    }

    [Fact]
    public void Handler_that_was_never_called_has_nothing_to_show()
    {
        HandlerStatistics none = _dispatcher.Attach("h", "e", Handlers.Nothing, options: s_counted).Statistics!;

        Assert.Equal((0, 0), (none.Calls, none.Failures));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (none.TotalTime, none.LongestTime, none.MeanTime));
        Assert.Null(none.LastRun);
        Assert.Equal("0 calls, 0 failures, 0 ms on average, 0 ms at most", none.ToString());
    }

    /// <summary>The times lie between those that the handler and its emitter take themselves.</summary>
    [Fact]
    public void Calls_are_counted_and_timed()
    {
        var inside = new List<TimeSpan>();
        HandlerRegistration handler = _dispatcher.AttachMany("h", ["e", "f"], Spin, options: s_counted);
        var outside = Stopwatch.StartNew();
        DateTime before = DateTime.UtcNow;
        for (int i = 1; i <= 20; i++)
        {
            _dispatcher.Execute(i % 2 == 0 ? "e" : "f", i);
        }

        DateTime after = DateTime.UtcNow;
        outside.Stop();

        HandlerStatistics statistics = handler.Statistics!;
        Assert.Equal((20, 0), (statistics.Calls, statistics.Failures));
        Assert.InRange(statistics.TotalTime, new TimeSpan(inside.Sum(time => time.Ticks)), outside.Elapsed);
        Assert.InRange(statistics.LongestTime, inside.Max(), statistics.TotalTime);
        Assert.Equal(new TimeSpan(statistics.TotalTime.Ticks / 20), statistics.MeanTime);
        Assert.InRange(statistics.LastRun!.Value, before, after);
        Assert.Equal(DateTimeKind.Utc, statistics.LastRun.Value.Kind);

        void Spin(in EventData data, object? config)
        {
            var own = Stopwatch.StartNew();
            data.TryGetMeasurement("value", out MeasurementValue value);
            value.TryGetInt64(out long count);
            Thread.SpinWait((int)count * 100);
            inside.Add(own.Elapsed);
        }
    }

    [Fact]
    public void Failures_are_calls_too_and_exceptions_of_the_host_are_no_failures()
    {
        using IDisposable rule = _dispatcher.AddPassThrough(exception => exception is OperationCanceledException);
        Exception? thrown = new FormatException();
        HandlerRegistration handler = _dispatcher.Attach(
            "h",
            "e",
            (in _, _) =>
            {
                if (thrown is not null)
                {
                    throw thrown;
                }
            },
            options: new() { CollectsStatistics = true, FailurePolicy = FailurePolicy.Keep });

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");
        Assert.Equal((2, 2, 2), (handler.Statistics!.Calls, handler.Statistics.Failures, handler.FailuresInARow));
        thrown = new OperationCanceledException();
        Assert.Throws<OperationCanceledException>(() => _dispatcher.Execute("e"));
        thrown = null;
        _dispatcher.Execute("e");

        Assert.Equal((4, 2, 0), (handler.Statistics!.Calls, handler.Statistics.Failures, handler.FailuresInARow));
    }

    [Fact]
    public void Calls_on_many_threads_are_all_counted()
    {
        const int Emitters = 4;
        const int Calls = 250_000;
        HandlerRegistration handler = _dispatcher.Attach("h", "e", Handlers.Nothing, options: s_counted);

        Threads.Run(Emitters, _ =>
        {
            for (int i = 0; i < Calls; i++)
            {
                _dispatcher.Execute("e");
            }
        });

        HandlerStatistics statistics = handler.Statistics!;
        Assert.Equal(Emitters * Calls, statistics.Calls);
        Assert.InRange(statistics.LongestTime, statistics.MeanTime, statistics.TotalTime);
    }

    [Fact]
    public void Statistics_are_a_snapshot_and_stay_when_the_handler_is_detached()
    {
        HandlerRegistration handler = _dispatcher.Attach("h", "e", Handlers.Nothing, options: s_counted);
        _dispatcher.Execute("e");
        HandlerStatistics first = handler.Statistics!;

        _dispatcher.Execute("e");
        handler.Dispose();
        _dispatcher.Execute("e");

        Assert.Equal((1, 2), (first.Calls, handler.Statistics!.Calls));
    }

    [Fact]
    public void Counts_and_times_of_each_event_add_up_to_those_of_the_handler()
    {
        var options = new HandlerOptions { CollectsStatistics = true, FailurePolicy = FailurePolicy.Keep };
        HandlerRegistration handler = _dispatcher.AttachMany("h", ["e", "f", "g"], FailAtF, options: options);
        foreach (string name in (string[])["e", "F", "f", "e", "e"])
        {
            _dispatcher.Execute(name);
        }

        HandlerStatistics[] rows = [.. _dispatcher.List().Select(entry => entry.Statistics!)];

        Assert.Equal([(3, 0), (2, 2), (0, 0)], rows.Select(row => (row.Calls, row.Failures)));
        Assert.Equal((5, 2), (handler.Statistics!.Calls, handler.Statistics.Failures));
        AssertIsSum(handler.Statistics, rows);
        Assert.Null(rows[2].LastRun);

        static void FailAtF(in EventData data, object? config)
        {
            if (data.EventName == EventName.Parse("f"))
            {
                throw new FormatException();
            }
        }
    }

    [Theory]
    [InlineData("job.a.stop", "job.*.stop")]
    [InlineData("job.a.start", "job.*")]
    [InlineData("job.b.stop", "JOB.B.STOP")]
    [InlineData("web.stop", "*.stop")]
    public void Event_counts_for_its_name_and_otherwise_for_the_first_pattern_that_matches(string name, string pattern)
    {
        HandlerRegistration handler = _dispatcher.AttachMany(
            "h", Patterns("job.*.stop", "job.*", "job.b.stop", "*.stop"), Handlers.Nothing, options: s_counted);

        _dispatcher.Execute(name);
        _dispatcher.GetEvent(EventName.Parse(name)).Execute();

        Assert.All(handler.Patterns, row => Assert.Equal(
            row == EventPattern.Parse(pattern) ? 2 : 0, handler.GetStatistics(row)!.Calls));
        Assert.Equal(2, handler.Statistics!.Calls);
    }

    [Fact]
    public void Failure_of_a_filter_counts_for_its_event()
    {
        var options = new HandlerOptions
        {
            CollectsStatistics = true,
            FailurePolicy = FailurePolicy.Keep,
            Filter = static (in _, _) => throw new FormatException(),
        };
        HandlerRegistration handler = _dispatcher.AttachMany("h", ["e", "f"], Handlers.Nothing, options: options);

        _dispatcher.Execute("f");

        Assert.Equal([0, 1], handler.Patterns.Select(pattern => handler.GetStatistics(pattern)!.Failures));
        Assert.Equal((0, 1), (handler.Statistics!.Calls, handler.Statistics.Failures));
    }

    [Fact]
    public void Buffered_events_count_for_their_own_patterns()
    {
        HandlerRegistration handler = _dispatcher.AttachMany(
            "h", Patterns("e", "job.*"), Handlers.Nothing, options: new() { CollectsStatistics = true, Buffer = new() });
        _dispatcher.Execute("e");
        _dispatcher.Execute("job.done");
        _dispatcher.Execute("job.done");

        handler.Dispose();

        Assert.Equal([1, 2], handler.Patterns.Select(pattern => handler.GetStatistics(pattern)!.Calls));
    }

    [Fact]
    public void Pattern_that_the_handler_is_not_attached_to_has_no_statistics()
    {
        HandlerRegistration handler = _dispatcher.Attach("h", EventPattern.Parse("job.*"), Handlers.Nothing, options: s_counted);
        HandlerRegistration plain = _dispatcher.Attach("plain", "e", Handlers.Nothing);

        Assert.Null(handler.GetStatistics(EventPattern.Parse("job.done")));
        Assert.Null(plain.GetStatistics(EventPattern.Parse("e")));
        Assert.Throws<ArgumentNullException>("pattern", () => handler.GetStatistics(null!));
    }

    [Fact]
    public void Time_in_a_buffer_is_not_the_handlers()
    {
        using var gate = new Gate();
        HandlerRegistration handler = _dispatcher.Attach(
            "h", "e", gate.Handle, options: new() { CollectsStatistics = true, Buffer = new() });
        _dispatcher.Execute("e");
        _dispatcher.Execute("e");
        gate.WaitUntilInside();

        Assert.Equal(0, handler.Statistics!.Calls);
        gate.Open();
        handler.Dispose();
        Assert.Equal(2, handler.Statistics!.Calls);
    }

    private static EventPattern[] Patterns(params string[] patterns) => Array.ConvertAll(patterns, EventPattern.Parse);

    private static void AssertIsSum(HandlerStatistics total, HandlerStatistics[] rows)
    {
        // Each time is rounded down to a tick.
        Assert.InRange(total.TotalTime.Ticks - rows.Sum(row => row.TotalTime.Ticks), 0, rows.Length);
        Assert.Equal(rows.Max(row => row.LongestTime), total.LongestTime);
        Assert.Equal(rows.Max(row => row.LastRun), total.LastRun);
    }
}
