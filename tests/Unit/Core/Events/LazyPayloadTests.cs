using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class LazyPayloadTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetryEvent _handle;
    private readonly Recorder _recorder = new();

    public LazyPayloadTests() => _handle = _dispatcher.GetEvent("e");

    [Fact]
    public void P2_payload_is_not_built_where_nobody_listens()
    {
        int built = 0;
        void Build(int state, EventBuilder e) => built++;
        _dispatcher.Attach("other", "other", _recorder.Handle);

        _handle.Execute(1, Build);
        _dispatcher.Execute("e", 1, Build);
        _dispatcher.Execute("never.seen", 1, Build);
        _dispatcher.Execute(EventName.Parse("never.seen"), 1, Build);

        Assert.Equal(0, built);
    }

    [Fact]
    public void P2_payload_is_built_once_and_delivered_to_all_by_handle_by_name_and_by_text()
    {
        int built = 0;
        _dispatcher.Attach("first", "e", _recorder.Handle);
        _dispatcher.Attach("second", "e", _recorder.Handle);
        void Build((int Size, string Route) state, EventBuilder e)
        {
            built++;
            e.Measurement("size", state.Size)
                .Metadata("route", state.Route)
                .Metadata("cached", true)
                .Measurement("time", TimeSpan.Zero);
        }

        _handle.Execute((1, "/a"), Build);
        _dispatcher.Execute(_handle.EventName, (2, "/b"), Build);
        _dispatcher.Execute("E", (3, "/c"), Build);

        Assert.Equal(3, built);
        string[] expected =
        [
            "e { size = 1, time = 00:00:00 } { route = /a, cached = True }",
            "e { size = 2, time = 00:00:00 } { route = /b, cached = True }",
            "e { size = 3, time = 00:00:00 } { route = /c, cached = True }",
        ];
        Assert.Equal(expected.SelectMany(line => new[] { line, line }), _recorder.Records.Select(record => record.ToString()));
    }

    [Fact]
    public void P2_nothing_is_left_of_the_event_before()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);

        _handle.Execute(0, static (_, e) => e.Measurement("a", 1).Measurement("b", 2).Metadata("c", 3));
        _handle.Execute(0, static (_, _) => { });
        _handle.Execute(0, static (_, e) => e.Metadata("d", 4));

        Assert.Equal(
            ["e { a = 1, b = 2 } { c = 3 }", "e { } { }", "e { } { d = 4 }"],
            _recorder.Records.Select(record => record.ToString()));
    }

    [Fact]
    public void P2_payload_may_be_of_any_size()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);

        foreach (int count in new[] { 8, 9, 1_000, 3, 257 })
        {
            _handle.Execute(count, static (count, e) =>
            {
                for (int i = 0; i < count; i++)
                {
                    e.Measurement($"m{i}", i).Metadata($"d{i}", i);
                }
            });
            EventRecord record = _recorder.Records[^1];

            Assert.Equal(Enumerable.Range(0, count).Select(i => (MeasurementValue)i), record.Measurements.Values);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (MetadataValue)i), record.Metadata.Values);
        }
    }

    [Fact]
    public void P2_events_emitted_by_handlers_and_while_building_have_payloads_of_their_own()
    {
        var seen = new List<string>();
        _dispatcher.Attach("before", "e", (in _, _) =>
            _dispatcher.Execute("inner", "handler", static (by, e) => e.Metadata("by", by)));
        _dispatcher.Attach("h", "e", (in data, _) => seen.Add(data.ToRecord().ToString()));
        _dispatcher.Attach("inner", "inner", (in data, _) => seen.Add(data.ToRecord().ToString()));

        _handle.Execute(_dispatcher, static (dispatcher, e) =>
        {
            e.Metadata("a", 1);
            dispatcher.Execute("inner", "build", static (by, e) => e.Metadata("by", by));
            e.Metadata("b", 2);
        });

        Assert.Equal(["inner { } { by = build }", "inner { } { by = handler }", "e { } { a = 1, b = 2 }"], seen);
    }

    [Fact]
    public void P2_exception_out_of_the_function_reaches_the_emitter_and_nothing_is_emitted()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);
        var thrown = new InvalidOperationException("boom");

        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => _handle.Execute(thrown, static (thrown, e) =>
        {
            e.Metadata("left", "over");
            throw thrown;
        })));

        Assert.Equal(0, _recorder.Count);
        Assert.True(_handle.HasHandlers);
        _handle.Execute(0, static (_, e) => e.Metadata("next", 1));
        Assert.Equal("e { } { next = 1 }", _recorder.Single().ToString());
    }

    [Fact]
    public void P2_handlers_are_those_present_when_the_emit_started()
    {
        _dispatcher.Attach("gone", "e", _recorder.Handle);

        _handle.Execute(this, static (test, _) =>
        {
            test._dispatcher.Detach("gone");
            test._dispatcher.Attach("late", "e", Handlers.Failing);
        });

        Assert.Equal(1, _recorder.Count);
        Assert.Equal(["late"], _dispatcher.Ids());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void P2_handler_that_emits_its_own_event_fails_at_the_depth_limit(bool smallStack)
    {
        var depths = new List<long>();
        _dispatcher.Attach("recursive", "e", (in data, _) =>
        {
            data.TryGetMetadata("depth", out MetadataValue depth);
            depth.TryGetInt64(out long value);
            _handle.Execute(value + 1, static (depth, e) => e.Metadata("depth", depth));
            depths.Add(data.TryGetMetadata("depth", out MetadataValue after) && after == depth ? value : -1);
        });

        Run(smallStack, () => _handle.Execute(0, static (_, e) => e.Metadata("depth", 0L)));

        // The innermost one threw before it could add.
        Assert.Equal(Enumerable.Range(0, TelemetryDispatcher.MaxDepth - 1).Reverse().Select(depth => (long)depth), depths);
        Assert.Empty(_dispatcher.List());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void P2_function_that_emits_the_event_it_builds_ends_with_an_exception(bool smallStack)
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);
        static void Build(TelemetryEvent handle, EventBuilder e) => handle.Execute(handle, Build);

        Run(smallStack, () => Assert.Throws<TelemetryRecursionException>(() => _handle.Execute(_handle, Build)));

        Assert.Equal(0, _recorder.Count);
        _handle.Execute(0, static (_, e) => e.Metadata("next", 1));
        Assert.Equal("e { } { next = 1 }", _recorder.Single().ToString());
    }

    [Fact]
    public void P2_nothing_that_an_event_carried_is_kept_alive()
    {
        _dispatcher.Attach("h", "e", Handlers.Nothing);
        WeakReference[] carried = [Emit(fails: false), Emit(fails: true)];

        GC.Collect();

        Assert.All(carried, reference => Assert.False(reference.IsAlive));

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference Emit(bool fails)
        {
            var value = new object();
            try
            {
                _handle.Execute((value, fails), static (state, e) =>
                {
                    e.Metadata("value", MetadataValue.From(state.value));
                    if (state.fails)
                    {
                        throw new InvalidOperationException();
                    }
                });
            }
            catch (InvalidOperationException)
            {
            }

            return new WeakReference(value);
        }
    }

    [Fact]
    public void P2_threads_do_not_see_each_others_payloads()
    {
        int wrong = 0;
        int right = 0;
        _dispatcher.Attach("h", "e", (in data, _) =>
        {
            bool isRight = data.Measurements.Length == 1 && data.Metadata.Length == 1
                && data.TryGetMeasurement("n", out MeasurementValue n)
                && data.TryGetMetadata("n", out MetadataValue same)
                && same == n
                && data.TryGetMeasurement("n", out MeasurementValue again) && again == n;
            Interlocked.Increment(ref isRight ? ref right : ref wrong);
        });

        Threads.Run(4, worker =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                _handle.Execute((worker * 1_000_000) + i, static (n, e) => e.Measurement("n", n).Metadata("n", n));
            }
        });

        Assert.Equal((40_000, 0), (right, wrong));
    }

    [Fact]
    public void P2_null_and_default_beside_a_payload_mean_no_metadata()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);
        var measurements = new Dictionary<string, MeasurementValue> { ["n"] = 1 };

        _handle.Execute(measurements, null);
        _dispatcher.Execute("e", measurements, null);
        _handle.Execute(5, default);
        _dispatcher.Execute(_handle.EventName, 5, default);

        Assert.Equal(["n", "n", "value", "value"], _recorder.Records.Select(record => record.Measurements.Keys.Single()));
    }

    [Fact]
    public void P2_bad_arguments_are_refused_whether_anyone_listens_or_not()
    {
        EventBuilderAction<int> none = null!;
        EventBuilderAction<int> some = static (_, _) => { };

        Assert.Throws<ArgumentNullException>("build", () => _handle.Execute(1, none));
        Assert.Throws<ArgumentNullException>("build", () => _dispatcher.Execute("e", 1, none));
        Assert.Throws<ArgumentNullException>("build", () => _dispatcher.Execute(_handle.EventName, 1, none));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.Execute((string)null!, 1, some));
        Assert.Throws<ArgumentNullException>("name", () => _dispatcher.Execute((EventName)null!, 1, some));
        Assert.Throws<FormatException>(() => _dispatcher.Execute("a..b", 1, some));
    }

    [Fact]
    public void P2_entry_without_a_key_and_builder_of_no_event_are_refused()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);

        Assert.Throws<ArgumentNullException>("key", () => _handle.Execute(0, static (_, e) => e.Measurement(null!, 1)));
        Assert.Throws<ArgumentNullException>("key", () => _handle.Execute(0, static (_, e) => e.Metadata(null!, 1)));
        Assert.Throws<InvalidOperationException>(() => default(EventBuilder).Measurement("a", 1));
        Assert.Throws<InvalidOperationException>(() => default(EventBuilder).Metadata("a", 1));
        Assert.Equal(0, _recorder.Count);
    }

    private static void Run(bool smallStack, Action body)
    {
        if (smallStack)
        {
            Threads.RunOnSmallStack(body);
        }
        else
        {
            body();
        }
    }
}
