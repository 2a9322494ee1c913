using System.Collections.Concurrent;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class SpanRaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;

    public SpanRaceTests() => _source = _dispatcher.GetSpanSource("web.request");

    /// <summary>The promise: however many threads end a span, and in whatever way, one event says that it ended.</summary>
    [Fact]
    public void Of_many_ends_of_a_span_one_is_emitted()
    {
        const int Count = 3_000;
        int[] ends = new int[Count];
        int leftUnsaid = 0;
        int said = 0;
        _dispatcher.AttachMany("h", [_source.StopEvent.EventName, _source.ExceptionEvent.EventName], (in data, _) =>
        {
            data.TryGetMetadata("telemetry_span_context", out MetadataValue context);
            context.TryGetInt64(out long index);
            Interlocked.Increment(ref ends[index]);
            if (data.TryGetMetadata("reason", out MetadataValue reason) && reason.ToObject() is SpanNotStoppedException)
            {
                Interlocked.Increment(ref leftUnsaid);
            }
        });
        TelemetrySpan[] spans =
        [
            .. Enumerable.Range(0, Count).Select(index => _source.Start([new("telemetry_span_context", index)])),
        ];

        TogetherAtEach(
            spans,
            (span, _) => Say(span.Stop(metadata: [new("telemetry_span_context", span.Context)])),
            (span, index) =>
            {
                if (index % 2 == 0)
                {
                    Say(span.Fail(new FormatException()));
                }
                else
                {
                    span.Dispose();
                }
            });

        Assert.All(spans, span => Assert.True(span.IsEnded));
        Assert.All(ends, count => Assert.Equal(1, count));
        Assert.Equal(Count, said + leftUnsaid);

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

    [Theory]
    [InlineData(3_000, 1)]
    [InlineData(50, 100)]
    public void Entries_that_two_threads_set_at_once_are_all_there(int count, int each)
    {
        var stops = new Recorder();
        _dispatcher.Attach("h", "web.request.stop", stops.Handle);
        TelemetrySpan[] spans = [.. Enumerable.Range(0, count).Select(_ => _source.Start())];

        TogetherAtEach(spans, (span, _) => SetAll(span, "a"), (span, _) => SetAll(span, "b"));
        Array.ForEach(spans, span => span.Stop());

        Assert.All(stops.Records, stop => Assert.Equal(1 + (2 * each), stop.Metadata.Count));
        Assert.All(stops.Records, stop => Assert.Equal(2 + (2 * each), stop.Measurements.Count));

        void SetAll(TelemetrySpan span, string prefix)
        {
            for (int i = 0; i < each; i++)
            {
                span.SetMetadata($"{prefix}{i}", i);
            }

            for (int i = 0; i < each; i++)
            {
                span.SetMeasurement($"{prefix}{i}", i);
            }
        }
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
                Assert.Same(span.IsEnabled ? span : null, _dispatcher.GetCurrentSpan());
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
            if (data.EventName == _source.StopEvent.EventName)
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
    public void Contexts_of_spans_of_two_threads_are_all_different()
    {
        const int Rounds = 300;
        const int RoundLength = 1024;
        _dispatcher.Attach("h", "web.request.stop", Handlers.Nothing);
        var meeting = new SpinMeeting(2);
        var contexts = new ConcurrentBag<MetadataValue>();

        // A round is as many as a thread takes numbers for at once, so that both take the next ones at the meeting.
        Threads.Run(2, _ =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                meeting.Meet(i);
                contexts.Add(_source.Start().Context);
                for (int j = 1; j < RoundLength; j++)
                {
                    _source.Start();
                }
            }
        });

        Assert.Equal(2 * Rounds, contexts.Distinct().Count());
    }

    private static void TogetherAtEach(TelemetrySpan[] spans, params Action<TelemetrySpan, int>[] actions)
    {
        var meeting = new SpinMeeting(actions.Length);
        Threads.Run(actions.Length, thread =>
        {
            for (int i = 0; i < spans.Length; i++)
            {
                meeting.Meet(i);
                actions[thread](spans[i], i);
            }
        });
    }
}
