using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class SpanCurrentTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;

    public SpanCurrentTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _dispatcher.RecordSpans("web.request");
    }

    [Fact]
    public void Span_of_run_is_current_inside_and_the_parent_of_those_started_there()
    {
        Assert.Null(_dispatcher.GetCurrentSpan());

        _source.Run(outer =>
        {
            Assert.Same(outer, _dispatcher.GetCurrentSpan());
            Assert.Null(outer.Parent);
            _source.Run(inner =>
            {
                Assert.Same(inner, _dispatcher.GetCurrentSpan());
                Assert.Same(outer, inner.Parent);
                Assert.Same(inner, _source.Start().Parent);
            });
            Assert.Same(outer, _dispatcher.GetCurrentSpan());
        });

        Assert.Null(_dispatcher.GetCurrentSpan());
    }

    [Fact]
    public void Current_span_is_restored_where_the_function_throws()
    {
        _source.Run(outer =>
        {
            Assert.Throws<FormatException>(() => _source.Run(_ => throw new FormatException()));
            Assert.Same(outer, _dispatcher.GetCurrentSpan());
        });
    }

    [Fact]
    public void Span_that_was_started_is_not_current_until_it_is_made_so()
    {
        using TelemetrySpan span = _source.Start();
        Assert.Null(_dispatcher.GetCurrentSpan());

        using (span.MakeCurrent())
        {
            Assert.Same(span, _dispatcher.GetCurrentSpan());
        }

        Assert.Null(_dispatcher.GetCurrentSpan());
        Assert.False(span.IsEnded);
    }

    [Fact]
    public void Given_parent_counts_and_not_the_current_span()
    {
        TelemetrySpan other = _source.Start();

        _source.Run(_ => Assert.Same(other, _source.Start(parent: other).Parent));
    }

    [Fact]
    public void Ended_span_is_not_current_and_leaves_that_to_the_one_around_it()
    {
        _source.Run(outer => _source.Run(inner =>
        {
            inner.Stop();
            Assert.Same(outer, _dispatcher.GetCurrentSpan());
            Assert.Same(outer, _source.Start().Parent);

            outer.Stop();
            Assert.Null(_dispatcher.GetCurrentSpan());
            Assert.Null(_source.Start().Parent);
        }));
    }

    [Fact]
    public void Ended_span_cannot_be_made_current()
    {
        TelemetrySpan ended = _source.Start();
        ended.Stop();

        _source.Run(outer =>
        {
            using (ended.MakeCurrent())
            {
                Assert.Same(outer, _dispatcher.GetCurrentSpan());
            }

            Assert.Same(outer, _dispatcher.GetCurrentSpan());
        });
    }

    [Fact]
    public void Handlers_of_a_spans_events_run_outside_it()
    {
        var seen = new List<TelemetrySpan?>();
        _dispatcher.AttachMany("h", Spans.EventsOf("web.request"), (in _, _) => seen.Add(_dispatcher.GetCurrentSpan()));
        using TelemetrySpan outer = _dispatcher.GetSpanSource("web.request").Start();
        seen.Clear();

        using (outer.MakeCurrent())
        {
            _source.Run(_ => { });
            Assert.Throws<FormatException>(() => _source.Run(_ => throw new FormatException()));
        }

        Assert.Equal([outer, outer, outer, outer], seen);
    }

    [Fact]
    public void Scope_that_is_disposed_twice_changes_nothing_the_second_time()
    {
        using TelemetrySpan first = _source.Start();
        using TelemetrySpan second = _source.Start();
        CurrentScope scope = first.MakeCurrent();
        scope.Dispose();

        using (second.MakeCurrent())
        {
            scope.Dispose();
            default(CurrentScope).Dispose();
            Assert.Same(second, _dispatcher.GetCurrentSpan());
        }
    }

    [Fact]
    public void Scope_that_is_disposed_takes_those_inside_along_that_were_not()
    {
        using TelemetrySpan outer = _source.Start();
        using TelemetrySpan inner = _source.Start();
        using (outer.MakeCurrent())
        {
            CurrentScope forgotten = inner.MakeCurrent();
            Assert.Same(inner, _dispatcher.GetCurrentSpan());
            GC.KeepAlive(forgotten);
        }

        Assert.Null(_dispatcher.GetCurrentSpan());
    }

    [Fact]
    public void Scope_that_is_disposed_in_another_flow_changes_nothing_there()
    {
        using TelemetrySpan here = _source.Start();
        using TelemetrySpan there = _source.Start();
        CurrentScope scope = here.MakeCurrent();

        using (ExecutionContext.SuppressFlow())
        {
            Threads.Run(() =>
            {
                using CurrentScope other = there.MakeCurrent();
                scope.Dispose();
                Assert.Same(there, _dispatcher.GetCurrentSpan());
            });
        }

        Assert.Same(here, _dispatcher.GetCurrentSpan());
        scope.Dispose();
        Assert.Null(_dispatcher.GetCurrentSpan());
    }

    [Fact]
    public void Span_may_be_current_in_several_flows_at_once()
    {
        using TelemetrySpan shared = _source.Start();

        Threads.Run(4, _ => _source.Run(outer =>
        {
            for (int i = 0; i < 100; i++)
            {
                using (shared.MakeCurrent())
                {
                    Assert.Same(shared, _dispatcher.GetCurrentSpan());
                }

                Assert.Same(outer, _dispatcher.GetCurrentSpan());
            }
        }));

        Assert.Null(_dispatcher.GetCurrentSpan());
    }

    [Fact]
    public async Task Current_span_flows_into_tasks_and_not_out_of_them()
    {
        using TelemetrySpan span = _source.Start();
        using CurrentScope scope = span.MakeCurrent();

        await Task.Run(
            () =>
            {
                Assert.Same(span, _dispatcher.GetCurrentSpan());
                _source.Start().MakeCurrent();
                Assert.NotSame(span, _dispatcher.GetCurrentSpan());
            },
            TestContext.Current.CancellationToken);

        Assert.Same(span, _dispatcher.GetCurrentSpan());
    }

    [Fact]
    public void Ended_spans_that_were_current_are_not_kept_by_those_made_current_after_them()
    {
        // Work that goes on in the context of the span it was started in, as a timer's does.
        var contexts = new Queue<ExecutionContext>();
        var ended = new List<WeakReference>();
        contexts.Enqueue(ExecutionContext.Capture()!);
        for (int i = 0; i < 10; i++)
        {
            ExecutionContext.Run(contexts.Dequeue(), _ => Step(contexts, ended), null);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(10, ended.Count);
        Assert.InRange(ended.Count(span => span.IsAlive), 0, 2);
        GC.KeepAlive(contexts);
    }

    [Fact]
    public void Ended_span_keeps_nothing_that_it_carried()
    {
        TelemetrySpanSource source = new TelemetryDispatcher().GetSpanSource("web.request");
        source.Dispatcher.AttachMany("h", Spans.EventsOf("web.request"), Handlers.Nothing);
        TelemetrySpan stopped = source.Start();
        WeakReference[] carried = Carry(source, ref stopped);

        GC.Collect();

        Assert.All(carried, reference => Assert.False(reference.IsAlive));
        Assert.True(stopped.IsEnded);
    }

    private void Step(Queue<ExecutionContext> contexts, List<WeakReference> ended) => _source.Run(span =>
    {
        ended.Add(new WeakReference(span));
        contexts.Enqueue(ExecutionContext.Capture()!);
    });

    private static WeakReference[] Carry(TelemetrySpanSource source, ref TelemetrySpan stopped)
    {
        object[] values = [new(), new()];
        stopped = source.Start([new("start", MetadataValue.From(values[0]))]);
        stopped.SetMetadata("late", MetadataValue.From(values[1]));
        stopped.Stop();
        return [.. values.Select(value => new WeakReference(value))];
    }
}
