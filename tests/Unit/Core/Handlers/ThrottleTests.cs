using System.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class ThrottleTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void First_event_reaches_the_handler_and_those_that_follow_soon_are_counted(bool isBuffered)
    {
        HandlerRegistration handler = Attach(new() { Throttle = s_long, Buffer = isBuffered ? new() : null });

        _dispatcher.Execute("a", 1);
        _dispatcher.Execute("a", 2);
        _dispatcher.Execute("b", 3);
        handler.Dispose();

        Assert.Equal("a { value = 1 } { }", _recorder.Single().ToString());
        Assert.Equal((1, 2), (handler.Statistics!.Calls, handler.Statistics.Throttled));
        Assert.Equal(1, handler.GetStatistics(EventPattern.Parse("a"))!.Throttled);
        Assert.Equal(1, handler.GetStatistics(EventPattern.Parse("b"))!.Throttled);
        Assert.Equal(isBuffered ? "1 delivered, 0 dropped, 0 queued" : null, handler.BufferStatistics?.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public void Next_call_comes_when_the_time_is_over(string? key)
    {
        var interval = TimeSpan.FromMilliseconds(20);
        var starts = new List<long>();
        Attach(new() { Throttle = interval, ThrottleBy = key is null ? [] : [key] });
        long deadline = Stopwatch.GetTimestamp() + (long)(Threads.Patience.TotalSeconds * Stopwatch.Frequency);
        long ended = 0;

        while (_recorder.Count < 4)
        {
            Assert.True(Stopwatch.GetTimestamp() < deadline, "The handler was not called again.");
            int before = _recorder.Count;
            long start = Stopwatch.GetTimestamp();
            _dispatcher.Execute("a");
            if (_recorder.Count > before)
            {
                Assert.True(ended == 0 || Stopwatch.GetElapsedTime(starts[^1], Stopwatch.GetTimestamp()) >= interval);
                starts.Add(start);
                ended = Stopwatch.GetTimestamp();
            }
        }
    }

    [Fact]
    public void Each_value_of_a_key_has_its_own_limit()
    {
        HandlerRegistration handler = Attach(new() { Throttle = s_long, ThrottleBy = ["Target"] });

        Emit([new("target", "x")]);
        Emit([new("target", "y")]);
        Emit([new("target", "x")]);
        Emit([new("target", 200)]);
        Emit([new("target", "200")]);
        Emit([new("target", 200.0)]);
        Emit([]);
        Emit([new("target", default)]);
        _dispatcher.Execute("a", [new("target", 200)]);
        _dispatcher.Execute("a", [new("target", 300)]);

        Assert.Equal(["x", "y", "200", "", ""], _recorder.Records.Select(record => TextOf(record.Metadata)));
        Assert.Equal(5, handler.Statistics!.Throttled);

        void Emit(KeyValuePair<string, MetadataValue>[] metadata) => _dispatcher.Execute("a", [], metadata);
    }

    [Fact]
    public void Values_of_several_keys_count_together()
    {
        Attach(new() { Throttle = s_long, ThrottleBy = ["x", "y"] });

        Emit("a", "bc");
        Emit("ab", "c");
        Emit("a", "bc");
        Emit("1:a", "");
        Emit("", "1:a");

        Assert.Equal(4, _recorder.Count);

        void Emit(string x, string y) => _dispatcher.Execute("a", [], [new("x", x), new("y", y)]);
    }

    [Fact]
    public void Memory_of_values_is_limited_and_the_oldest_ones_are_forgotten()
    {
        HandlerRegistration handler = Attach(new() { Throttle = s_long, ThrottleBy = ["id"] });

        for (int id = 0; id <= 10_000; id++)
        {
            Emit(id);
        }

        Emit(10_000);
        Emit(1);
        Emit(0);

        Assert.Equal((10_002, 2), (handler.Statistics!.Calls, handler.Statistics.Throttled));

        void Emit(int id) => _dispatcher.Execute("a", [], [new("id", id)]);
    }

    [Fact]
    public void Call_that_fails_counts()
    {
        HandlerRegistration handler = _dispatcher.Attach("h", "a", Handlers.Failing, options: new()
        {
            Throttle = s_long,
            FailurePolicy = FailurePolicy.Keep,
            CollectsStatistics = true,
        });

        _dispatcher.Execute("a");
        _dispatcher.Execute("a");

        Assert.Equal((1, 1), (handler.Statistics!.Failures, handler.Statistics.Throttled));
    }

    [Fact]
    public void Conditions_come_before_the_filter_and_the_filter_before_the_limit_and_that_before_once()
    {
        int asked = 0;
        HandlerRegistration handler = Attach(new()
        {
            Where = [new("kind", "wanted", "best")],
            WhereNot = [new("skip", true)],
            Filter = (in data, _) =>
            {
                asked++;
                return data.TryGetMetadata("kind", out MetadataValue kind) && kind.ToCanonicalText() == "best";
            },
            Throttle = s_long,
            Once = true,
        });

        Emit("other", false);
        Emit("best", true);
        Assert.Equal(0, asked);
        Emit("wanted", false);
        Assert.True(handler.IsAttached);
        Emit("best", false);

        Assert.Equal((2, 1), (asked, _recorder.Count));
        Assert.Equal((3, 0), (handler.Statistics!.Filtered, handler.Statistics.Throttled));
        Assert.False(handler.IsAttached);

        void Emit(string kind, bool skip) => _dispatcher.Execute("a", [], [new("kind", kind), new("skip", skip)]);
    }

    [Fact]
    public void Condition_that_fails_is_a_failure_of_the_handler()
    {
        HandlerRegistration handler = Attach(new() { Where = [new("key", "x")], FailurePolicy = FailurePolicy.DetachAfter(2) });

        Emit(new Unprintable());
        Assert.Equal(1, handler.FailuresInARow);
        Emit("y");
        Assert.Equal(0, handler.FailuresInARow);
        Emit(new Unprintable());
        Emit(new Unprintable());

        Assert.False(handler.IsAttached);
        Assert.Equal("No text.", handler.LastFailure!.Message);

        void Emit(object value) => _dispatcher.Execute("a", [], [new("key", MetadataValue.From(value))]);
    }

    private static string TextOf(IReadOnlyDictionary<string, MetadataValue> metadata) =>
        metadata.TryGetValue("target", out MetadataValue value) ? value.ToCanonicalText() : string.Empty;

    private HandlerRegistration Attach(HandlerOptions options)
    {
        options.CollectsStatistics = true;
        return _dispatcher.AttachMany("h", [EventName.Parse("a"), EventName.Parse("b")], _recorder.Handle, options: options);
    }

    private sealed class Unprintable
    {
        public override string ToString() => throw new InvalidOperationException("No text.");
    }
}
