using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Names that become known by being emitted, while a pattern listens.</summary>
public sealed class PatternLearningTests
{
    private const int Limit = 10_000;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();
    private readonly int _knownBefore;

    public PatternLearningTests() => _knownBefore = _dispatcher.GetEvents().Count;

    private int Learned => _dispatcher.GetEvents().Count - _knownBefore;

    [Fact]
    public void P3_emits_have_nothing_to_do_with_patterns_once_the_name_is_known()
    {
        AttachCounting("*", "web.*", "*.done", "job.*", "web.request.done");
        TelemetryEvent handle = _dispatcher.GetEvent("web.request.done");
        EventName name = EventName.Parse("web.request.done");

        Assert.Equal(0, Allocated.BytesPerCall(() => handle.Execute([new("duration", 1)], [new("route", "/")])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute(name, [new("duration", 1)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("web.REQUEST.done", [new("duration", 1)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("first.seen.here", 1)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.HasHandlers("first.asked.here")));
        Assert.Equal(3, Learned);
    }

    [Fact]
    public void P3_name_that_no_pattern_matches_costs_nothing_the_second_time()
    {
        AttachCounting("job.*");

        Assert.Equal(0, Allocated.BytesPerCall(() => _dispatcher.Execute("web.done", 1)));
        Assert.False(_dispatcher.HasHandlers("web.done"));
        Assert.Equal(1, Learned);
    }

    [Fact]
    public void P3_nothing_is_learned_where_no_pattern_listens()
    {
        _dispatcher.Attach("h", "exact", _recorder.Handle);
        _dispatcher.Execute("new.one");
        _dispatcher.Attach("p", EventPattern.Parse("a.*"), _recorder.Handle).Dispose();
        _dispatcher.Execute("new.two");

        Assert.Equal(1, Learned);
    }

    [Fact]
    public void P3_asking_about_a_name_that_is_not_known_is_answered_by_the_patterns()
    {
        _dispatcher.Attach("h", EventPattern.Parse("job.*"), _recorder.Handle);

        Assert.True(_dispatcher.HasHandlers("job.new"));
        Assert.True(_dispatcher.HasHandlers(EventName.Parse("job.newer")));
        Assert.False(_dispatcher.HasHandlers("web.new"));
        Assert.True(_dispatcher.GetEvent("job.newest").HasHandlers);
        Assert.Throws<FormatException>(() => _dispatcher.HasHandlers("job.*"));
        Assert.Throws<FormatException>(() => _dispatcher.Execute("job..x"));
        Assert.False(_dispatcher.TryGetEvent("job.unknown", out _));
    }

    [Fact]
    public void P3_names_beyond_the_limit_are_delivered_and_not_remembered()
    {
        int calls = 0;
        _dispatcher.Attach("first", EventPattern.Parse("*"), (in _, _) => calls++);
        LearnAll();
        _dispatcher.Attach("second", EventPattern.Parse("beyond.*"), (in _, _) => calls++);

        for (int i = 0; i < 2_000; i++)
        {
            Assert.True(_dispatcher.HasHandlers($"beyond.{i}"));
            _dispatcher.Execute($"beyond.{i}");
            _dispatcher.Execute(EventName.Parse($"beyond.{i}"));
        }

        WeakReference name = EmitOnce();
        Assert.True(Garbage.Collects(name));
        Assert.Equal((2 * Limit) + (4 * 2_000) + 2, calls);
        Assert.Equal(Limit, Learned);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference EmitOnce()
        {
            var once = EventName.Parse("beyond.once");
            _dispatcher.Execute(once);
            return new WeakReference(once);
        }
    }

    [Fact]
    public void P3_name_beyond_the_limit_is_known_once_someone_names_it()
    {
        var calls = new List<string>();
        _dispatcher.Attach("pattern", EventPattern.Parse("*"), _recorder.Handle);
        LearnAll();
        _dispatcher.Replace("pattern", [EventPattern.Parse("beyond.*")], Handlers.Writes(calls, "pattern"));

        _dispatcher.Attach("exact", "beyond.named", Handlers.Writes(calls, "exact"));
        TelemetryEvent handle = _dispatcher.GetEvent("beyond.handle");
        _dispatcher.Execute("beyond.named");
        handle.Execute();
        _dispatcher.Execute("beyond.handle");
        _dispatcher.Execute("beyond.neither");

        Assert.Equal(["pattern", "exact", "pattern", "pattern", "pattern"], calls);
        Assert.Equal(Limit + 2, Learned);
    }

    [Fact]
    public void P3_failing_handler_leaves_at_a_name_beyond_the_limit_too()
    {
        _dispatcher.Attach("failing", EventPattern.Parse("beyond.*"), Handlers.Failing);
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _recorder.Handle);
        LearnAll();

        _dispatcher.Execute("beyond.a");
        _dispatcher.Execute("beyond.b");

        Assert.Equal(["failing"], _recorder.FailedIds);
        Assert.Equal("beyond.a", _recorder.Single().Metadata["event_name"].ToString());
        Assert.False(_dispatcher.HasHandlers("beyond.c"));
    }

    /// <summary>Each emit of such a name makes an event of its own, and the circle is found nevertheless.</summary>
    [Fact]
    public void C19_recursion_is_bounded_alike_at_a_name_beyond_the_limit()
    {
        _dispatcher.Attach("learns", EventPattern.Parse("*"), Handlers.Nothing);
        LearnAll();
        int calls = 0;
        _dispatcher.Attach("circle", EventPattern.Parse("beyond.*"), (in _, _) =>
        {
            calls++;
            _dispatcher.Execute("beyond.circle");
        });

        _dispatcher.Execute("beyond.circle");

        Assert.Equal(TelemetryDispatcher.MaxDepth, calls);
        Assert.Equal(["learns"], _dispatcher.Ids());
    }

    private void AttachCounting(params string[] patterns)
    {
        long seen = 0;
        for (int i = 0; i < patterns.Length; i++)
        {
            _dispatcher.Attach($"h{i}", EventPattern.Parse(patterns[i]), (in data, _) => seen += data.Measurements.Length);
        }
    }

    private void LearnAll()
    {
        for (int i = 0; i < Limit; i++)
        {
            // Again and again: only new names count.
            _dispatcher.Execute($"learned.{i / 2}");
            _dispatcher.Execute($"learned.{i}");
        }

        Assert.Equal(Limit, Learned);
    }
}
