using System.Collections.Concurrent;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Races;

public sealed class SpanRaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;

    public SpanRaceTests() => _source = _dispatcher.GetSpanSource("web.request");

    /// <summary>The promise: however many threads end a span, and in whatever way, one event says that it ended.</summary>
    [Fact]
    public void Of_many_ends_of_a_span_one_is_emitted()
    {
        const int Count = 1_000;
        int[] ends = new int[Count];
        int leftUnsaid = 0;
        int said = 0;
        _dispatcher.AttachMany("h", [_source.StopEvent.Name, _source.ExceptionEvent.Name], (in data, _) =>
        {
            data.TryGetMetadata("telemetry_span_context", out TelemetryValue context);
            context.TryGetInt64(out long index);
            Interlocked.Increment(ref ends[index]);
            if (data.TryGetMetadata("reason", out TelemetryValue reason) && reason.ToObject() is SpanNotStoppedException)
            {
                Interlocked.Increment(ref leftUnsaid);
            }
        });
        TelemetrySpan[] spans =
        [
            .. Enumerable.Range(0, Count).Select(index => _source.Start([new("telemetry_span_context", index)])),
        ];
        using var together = new Barrier(3);

        Threads.Run(
            () => EndAll(span => Say(span.Stop(metadata: [new("telemetry_span_context", span.Context)]))),
            () => EndAll(span => Say(span.Fail(new FormatException()))),
            () => EndAll(span => span.Dispose()));

        Assert.All(spans, span => Assert.True(span.IsEnded));
        Assert.All(ends, count => Assert.Equal(1, count));
        Assert.Equal(Count, said + leftUnsaid);

        void EndAll(Action<TelemetrySpan> end)
        {
            foreach (TelemetrySpan span in spans)
            {
                Threads.MeetAt(together);
                end(span);
            }
        }

        void Say(bool ended)
        {
            if (ended)
            {
                Interlocked.Increment(ref said);
            }
        }
    }

    /// <summary>The promise: the stop event has all that was set before it, and whole entries of what was set beside
    /// it.</summary>
    [Fact]
    public void What_is_set_while_the_span_stops_is_in_the_event_or_not_and_never_broken()
    {
        const int Count = 300;
        const int Late = 40;
        var stops = new Recorder();
        _dispatcher.Attach("h", "web.request.stop", stops.Handle);

        for (int i = 0; i < Count; i++)
        {
            TelemetrySpan span = _source.Start();
            span.SetMetadata("early", i);
            span.SetMeasurement("early", i);
            Threads.Run(
                () => SetAll(span, "a"),
                () => SetAll(span, "b"),
                () => span.Stop());
        }

        Assert.Equal(Count, stops.Count);
        for (int i = 0; i < Count; i++)
        {
            EventRecord stop = stops.Records[i];
            Assert.Equal(i, stop.Metadata["early"]);
            Assert.Equal(i, stop.Measurements["early"]);
            AssertUnbroken(stop, "a");
            AssertUnbroken(stop, "b");
        }

        static void SetAll(TelemetrySpan span, string prefix)
        {
            for (int i = 0; i < Late; i++)
            {
                span.SetMetadata($"{prefix}{i}", $"{prefix}{i}");
                span.SetMeasurement($"{prefix}{i}", i);
            }
        }

        // Set in turn, so none is there without those before it.
        static void AssertUnbroken(EventRecord stop, string prefix)
        {
            int count = stop.Metadata.Keys.Count(key => key.StartsWith(prefix, StringComparison.Ordinal));
            Assert.All(Enumerable.Range(0, count), i => Assert.Equal($"{prefix}{i}", stop.Metadata[$"{prefix}{i}"]));
            count = stop.Measurements.Keys.Count(key => key.StartsWith(prefix, StringComparison.Ordinal));
            Assert.All(Enumerable.Range(0, count), i => Assert.Equal(i, stop.Measurements[$"{prefix}{i}"]));
        }
    }

    [Fact]
    public void Entries_that_several_threads_set_at_once_are_all_there()
    {
        const int Count = 200;
        const int Setters = 3;
        const int Each = 10;
        var stops = new Recorder();
        _dispatcher.Attach("h", "web.request.stop", stops.Handle);
        TelemetrySpan[] spans = [.. Enumerable.Range(0, Count).Select(_ => _source.Start())];
        using var together = new Barrier(Setters);

        Threads.Run(Setters, setter =>
        {
            foreach (TelemetrySpan span in spans)
            {
                Threads.MeetAt(together);
                Repeat(Each, i => span.SetMetadata($"key{setter}.{i}", i));
                Repeat(Each, i => span.SetMeasurement($"key{setter}.{i}", i));
            }
        });
        Array.ForEach(spans, span => span.Stop());

        Assert.All(stops.Records, stop => Assert.Equal(1 + (Setters * Each), stop.Metadata.Count));
        Assert.All(stops.Records, stop => Assert.Equal(2 + (Setters * Each), stop.Measurements.Count));
    }

    /// <summary>The promise: handlers that come and go change nothing of what the spans' functions return, and none hears an
    /// end twice.</summary>
    [Fact]
    public void Handlers_come_and_go_while_spans_run()
    {
        const int Changes = 3_000;
        int ends = 0;
        int enabled = 0;
        int stopped = 0;

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Changes; i++)
                {
                    using (_dispatcher.AttachMany($"h{i % 3}", Spans.EventsOf("web.request"), Count))
                    {
                        if (i % 16 == 0)
                        {
                            int before = Volatile.Read(ref ends);
                            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref ends) != before, Threads.Patience));
                        }
                    }
                }
            },
            RunSpans,
            RunSpans);

        Assert.False(_source.HasHandlers);
        Assert.False(_source.Start().IsEnabled);
        Assert.InRange(ends, Changes / 16, stopped);
        Assert.Equal(enabled, stopped);

        void RunSpans()
        {
            TelemetrySpan? own = null;
            int result = _source.Run(span =>
            {
                own = span;
                span.SetMetadata("status", 200);
                Assert.Same(span.IsEnabled ? span : null, TelemetrySpan.Current);
                return 42;
            });
            Assert.Equal(42, result);
            if (own!.IsEnabled)
            {
                Interlocked.Increment(ref enabled);
                Interlocked.Add(ref stopped, own.IsEnded ? 1 : 0);
            }
        }

        void Count(in EventData data, object? config)
        {
            if (data.Name == _source.StopEvent.Name)
            {
                Interlocked.Increment(ref ends);
            }
        }
    }

    [Fact]
    public void Of_many_threads_that_ask_for_a_source_all_get_the_same()
    {
        const int Names = 200;
        TelemetrySpanSource[][] seen = new TelemetrySpanSource[4][];

        Threads.Run(seen.Length, thread =>
            seen[thread] = [.. Enumerable.Range(0, Names).Select(i => _dispatcher.GetSpanSource($"span{i}"))]);

        Assert.All(seen, sources => Assert.Equal(seen[0], sources));
    }

    [Fact]
    public void Contexts_of_spans_of_many_threads_are_all_different()
    {
        const int Rounds = 500;
        const int ThreadCount = 2;
        _dispatcher.Attach("h", "web.request.stop", Handlers.Nothing);
        var contexts = new ConcurrentBag<TelemetryValue>();

        // New threads each time: what they have in common they share when they begin.
        for (int i = 0; i < Rounds; i++)
        {
            Threads.Run(ThreadCount, _ =>
            {
                contexts.Add(_source.Start().Context);
                contexts.Add(_source.Start().Context);
            });
        }

        Threads.Run(ThreadCount, _ => Repeat(5_000, _ => contexts.Add(_source.Start().Context)));

        Assert.Equal(ThreadCount * ((Rounds * 2) + 5_000), contexts.Distinct().Count());
    }

    private static void Repeat(int count, Action<int> action)
    {
        for (int i = 0; i < count; i++)
        {
            action(i);
        }
    }
}
