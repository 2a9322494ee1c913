using System.Collections.Concurrent;
using System.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Ambient values that a start handler sets: they reach the span's function and the handlers of its end, and
/// nobody else.</summary>
public sealed class SpanAmbientTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly AsyncLocal<string?> _ambient = new();
    private readonly AsyncLocal<string?> _own = new();
    private readonly ConcurrentQueue<string?> _seenAtTheEnd = new();

    public SpanAmbientTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _dispatcher.Attach("start", "web.request.start", (in _, _) => _ambient.Value = "started");
        _dispatcher.AttachMany("end", ["web.request.stop", "web.request.exception"], (in _, _) =>
        {
            _seenAtTheEnd.Enqueue(_ambient.Value);
            _ambient.Value = "ended";
        });
    }

    public static TheoryData<string> Forms => AsyncForms.All;

    public static TheoryData<string, string> FormsAndOutcomes
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (string form in Forms.Select(row => row.Data))
            {
                foreach (string outcome in new[] { "completed", "failed", "canceled", "thrown" })
                {
                    all.Add(form, outcome);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Value_flows_into_the_function_and_to_the_end_on_another_thread_and_not_to_the_caller(string form)
    {
        var gate = new TaskCompletionSource();
        var seenInside = new List<string?>();

        Task running = _source.RunAsync(form, async _ =>
        {
            seenInside.Add(_ambient.Value);
            await gate.Task.ConfigureAwait(false);
            seenInside.Add(_ambient.Value);
            return 42;
        });
        Assert.Null(_ambient.Value);

        Threads.Run(gate.SetResult);
        await running;
        Assert.Null(_ambient.Value);
        Assert.Equal(["started", "started"], seenInside);
        Assert.Equal(["started"], _seenAtTheEnd);
    }

    [Theory]
    [MemberData(nameof(FormsAndOutcomes))]
    public async Task Value_stays_inside_where_the_span_ends_within_the_call(string form, string outcome)
    {
        Task? running = null;
        try
        {
            running = _source.RunAsync(form, _ => outcome switch
            {
                "completed" => Task.FromResult(42),
                "failed" => Task.FromException<int>(new FormatException()),
                "canceled" => Task.FromCanceled<int>(new CancellationToken(canceled: true)),
                _ => throw new FormatException(),
            });
        }
        catch (FormatException) when (outcome == "thrown")
        {
            // At the call, as where nobody listens.
        }

        Assert.Null(_ambient.Value);
        Assert.Equal(outcome == "thrown", running is null);
        await (running ?? Task.CompletedTask).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Null(_ambient.Value);
        Assert.Equal(["started"], _seenAtTheEnd);
    }

    [Fact]
    public void Value_stays_inside_where_null_is_returned_instead_of_a_task()
    {
        Assert.Null(_source.RunAsync(static _ => (Task)null!));

        Assert.Null(_ambient.Value);
        Assert.Equal(["started"], _seenAtTheEnd);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Value_stays_inside_where_the_flow_of_the_context_is_suppressed(string form)
    {
        var gate = new TaskCompletionSource<int>();
        string? seenInside = null;
        Task running;
        using (ExecutionContext.SuppressFlow())
        {
            running = _source.RunAsync(form, _ =>
            {
                seenInside = _ambient.Value;
                Assert.True(ExecutionContext.IsFlowSuppressed());
                return gate.Task;
            });

            Assert.Null(_ambient.Value);
            Assert.True(ExecutionContext.IsFlowSuppressed());
        }

        Assert.False(ExecutionContext.IsFlowSuppressed());
        Threads.Run(() => gate.SetResult(42));
        await running;
        Assert.Equal("started", seenInside);
        Assert.Null(_ambient.Value);

        // What suppresses the flow keeps the value from the other thread as well.
        Assert.Equal([null], _seenAtTheEnd);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Spans_side_by_side_do_not_become_each_others_parents(string form)
    {
        var parents = new ConcurrentQueue<Activity?>();
        _dispatcher.Attach("activity", "web.request.start", (in _, _) => parents.Enqueue(new Activity("request").Start().Parent));
        _dispatcher.Attach("stop activity", "web.request.stop", (in _, _) => Activity.Current!.Stop());
        using Activity outer = new Activity("outer").Start();
        var gate = new TaskCompletionSource<int>();

        Task[] all = [.. Enumerable.Range(0, 5).Select(_ => _source.RunAsync(form, _ => gate.Task))];
        gate.SetResult(42);
        await Task.WhenAll(all);

        Assert.Equal(5, parents.Count);
        Assert.All(parents, parent => Assert.Same(outer, parent));
        Assert.Same(outer, Activity.Current);
        Assert.Empty(_dispatcher.ListDetached());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Value_that_a_function_sets_before_it_returns_its_task_stays_inside_whoever_listens(string form)
    {
        foreach (TelemetrySpanSource source in new[] { _source, _dispatcher.GetSpanSource("unheard") })
        {
            source.RunAsync(form, _ =>
            {
                _own.Value = "set";
                return Task.FromResult(42);
            });

            Assert.Null(_own.Value);
        }
    }

    [Fact]
    public void Value_flows_into_a_synchronous_function_and_to_the_end_and_not_to_the_caller()
    {
        string? seenInside = null;

        _source.Run(_ => seenInside = _ambient.Value);
        Assert.Null(_ambient.Value);

        Assert.Throws<FormatException>(() => _source.Run(_ => throw new FormatException()));
        Assert.Null(_ambient.Value);
        Assert.Equal("started", seenInside);
        Assert.Equal(["started", "started"], _seenAtTheEnd);
    }

    [Fact]
    public void Value_stays_inside_a_synchronous_function_that_runs_spans_and_makes_them_current()
    {
        _dispatcher.AttachMany("h", Spans.EventsOf("job"), Handlers.Nothing);
        using TelemetrySpan job = _dispatcher.GetSpanSource("job").Start();

        _source.Run(_ =>
        {
            using (job.MakeCurrent())
            {
                _source.Run(_ => { });
            }
        });

        Assert.Null(_ambient.Value);
    }

    [Fact]
    public void Value_of_the_caller_is_restored()
    {
        _ambient.Value = "caller";

        _source.Run(_ => { });
        _source.RunAsync(_ => Task.CompletedTask);

        Assert.Equal("caller", _ambient.Value);
    }

    // A listener that changed what the code around the span finds would change the program.
    [Theory]
    [InlineData("web.request")]
    [InlineData("heard")]
    [InlineData("unheard")]
    public void Value_that_a_synchronous_function_sets_reaches_its_caller_whoever_listens(string name)
    {
        _dispatcher.AttachMany("heard", Spans.EventsOf("heard"), Handlers.Nothing);
        TelemetrySpanSource source = _dispatcher.GetSpanSource(name);

        source.Run(_ => _own.Value = "set");
        Assert.Equal("set", _own.Value);

        Assert.Throws<FormatException>(() => source.Run(_ =>
        {
            _own.Value = "set and thrown";
            throw new FormatException();
        }));
        Assert.Equal("set and thrown", _own.Value);
    }

    [Fact]
    public void Function_that_sets_a_value_leaves_to_the_stop_handlers_what_the_start_handlers_set()
    {
        _source.Run(_ => _own.Value = "set");

        Assert.Equal("ended", _ambient.Value);
    }

    [Fact]
    public void Synchronous_function_runs_with_the_flow_suppressed_where_its_caller_suppressed_it()
    {
        using (ExecutionContext.SuppressFlow())
        {
            bool inside = _source.Run(_ => ExecutionContext.IsFlowSuppressed());

            Assert.True(inside);
            Assert.True(ExecutionContext.IsFlowSuppressed());
        }

        Assert.Equal(["started"], _seenAtTheEnd);
    }

    [Fact]
    public void Value_stays_inside_where_a_handler_of_the_start_stops_its_emitter()
    {
        _dispatcher.AddPassThrough(exception => exception is TimeoutException);
        _dispatcher.Attach("stops", "web.request.start", (in _, _) => throw new TimeoutException());

        Assert.Throws<TimeoutException>(() => _source.Run(_ => { }));
        Assert.Null(_ambient.Value);

        Assert.Throws<TimeoutException>(() => { _ = _source.RunAsync(_ => Task.CompletedTask); });
        Assert.Null(_ambient.Value);
    }

    [Fact]
    public void Start_and_Stop_run_their_handlers_in_the_context_of_their_callers()
    {
        TelemetrySpan span = _source.Start();
        Assert.Equal("started", _ambient.Value);

        span.Stop();
        Assert.Equal("ended", _ambient.Value);
    }
}
