using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

/// <summary>Code of users that runs while an event is recorded: it may emit, and add metrics, and nothing is held meanwhile.</summary>
public sealed class UserCodeTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;
    private int _added;

    public UserCodeTests() => _registry = new MetricRegistry(_dispatcher);

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void M2_filter_that_emits_its_own_event_ends_and_stays()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter)
        {
            Events = ["a"],
            Keep = (in _) =>
            {
                EmitAndAdd();
                return true;
            },
        });
        Metric plain = _registry.Add(new("b.count", MetricType.Counter) { Events = ["a"] });

        _dispatcher.Execute("a", [], [new("x", "1")]);

        // The inner event, for which the filter is not called again, is not recorded by this metric.
        Assert.Equal(1, metric.Recorded);
        Assert.Equal([new(MetricProblem.FilterFailed, 1)], metric.Problems);
        Assert.Equal(2, plain.Recorded);
        AssertAttached();
    }

    [Fact]
    public void M4_text_of_a_tag_that_emits_its_own_event_and_adds_metrics_does_not_deadlock()
    {
        Metric metric = _registry.Add(new("a.count", MetricType.Counter) { Events = ["a"], Tags = ["x", "y"] });
        bool emits = true;
        var value = new Text(() =>
        {
            if (emits)
            {
                emits = false;
                OnAnotherThread(EmitAndAdd);
                EmitAndAdd();
            }

            return "text";
        });

        _dispatcher.Execute("a", [], [new("x", MetadataValue.From(value)), new("y", "2")]);

        Assert.Equal(
            [("1", "", 2), ("text", "2", 1)],
            metric.Read().Series.Select(series => (series.TagValues[0], series.TagValues[1], (int)series.Count)).Order());
        AssertAttached();
    }

    [Fact]
    public void M4_handler_of_a_problem_may_emit_the_event_and_add_metrics()
    {
        _registry.Add(new("a.n", MetricType.Sum));
        _dispatcher.Attach("problems", "telemetry.metric.problem", (in _, _) => OnAnotherThread(EmitAndAdd));
        _registry.ProblemFound += (_, _) => EmitAndAdd();

        _dispatcher.Execute("a");

        Assert.Equal(3, _registry.Find("a.n")!.Problems[MetricProblem.MissingMeasurement]);
        AssertAttached();
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("reader")]
    [InlineData("tag")]
    [InlineData("tap")]
    [InlineData("problem")]
    [InlineData("collecting")]
    public void M4_other_threads_record_and_add_metrics_while_code_of_a_user_runs(string kind)
    {
        int calls = 0;
        bool isCalled = false;
        Metric metric = _registry.Add(new("a.n", MetricType.Sum)
        {
            Tags = [kind == "tag" ? new MetricTag("x", (in _) => Call("tag", "value")) : "x"],
            Keep = (in _) => Call("filter", true),
            Reader = (in _) => Call("reader", kind == "problem" ? default(MetadataValue) : 1),
        });
        using IDisposable tap = metric.Tap((_, _) => Call("tap", true));
        _registry.ProblemFound += (_, _) => Call("problem", true);
        _registry.Collecting += (_, _) => Call("collecting", true);

        _dispatcher.Execute("a", [], [new("x", "first")]);
        _registry.Collect();

        Assert.True(isCalled);
        AssertAttached();

        T Call<T>(string caller, T result)
        {
            if (caller == kind && Interlocked.Exchange(ref calls, 1) == 0)
            {
                OnAnotherThread(EmitAndAdd);
                isCalled = true;
            }

            return result;
        }
    }

    [Fact]
    public void M2_registry_answers_while_watches_of_its_handlers_are_called()
    {
        bool isCalled = false;
        using HandlerWatch watch = _dispatcher.WatchHandlers("a", _ =>
        {
            OnAnotherThread(() => _registry.List());
            isCalled = true;
        });

        _registry.Add(new("a.n", MetricType.Sum));

        Assert.True(isCalled);
    }

    [Fact]
    public void M2_metrics_that_watches_add_while_handlers_are_attached_record()
    {
        Metric? added = null;
        using HandlerWatch watch = _dispatcher.WatchHandlers(
            "a", _ => added ??= _registry.Add(new("b.count", MetricType.Counter)));

        Metric metric = _registry.Add(new("a.count", MetricType.Counter));
        _dispatcher.Execute("a");
        _dispatcher.Execute("b");

        Assert.Equal(1, metric.Recorded);
        Assert.Equal(1, added!.Recorded);
    }

    [Fact]
    public void M4_subscribers_that_throw_disturb_nobody()
    {
        Metric metric = _registry.Add(new("a.n", MetricType.Sum));
        _registry.ProblemFound += static (_, _) => throw new InvalidOperationException("subscriber");
        _registry.Collecting += static (_, _) => throw new InvalidOperationException("subscriber");
        using IDisposable tap = metric.Tap(static (_, _) => throw new InvalidOperationException("tap"));

        _dispatcher.Execute("a");
        _dispatcher.Execute("a", [new("n", 5)]);

        Assert.Equal("5", _registry.Collect().Metrics[0].Series[0].Value.ToString());
    }

    [Fact]
    public void M2_refused_emit_in_a_function_detaches_nothing()
    {
        Metric metric = _registry.Add(new("deep.count", MetricType.Counter)
        {
            Events = ["deep"],
            Keep = (in _) =>
            {
                _dispatcher.Execute("inside");
                return true;
            },
        });
        _dispatcher.Attach("listener", "inside", static (in _, _) => { });
        var kept = new HandlerOptions { FailurePolicy = FailurePolicy.Keep };
        _dispatcher.Attach("circle", "deep", (in _, _) => _dispatcher.Execute("deep"), null, kept);

        _dispatcher.Execute("deep");
        long before = metric.Recorded;
        _dispatcher.Execute("deep");

        Assert.Equal(before + 1, metric.Recorded);
        Assert.Contains(_dispatcher.List("deep"), handler => handler.Id.StartsWith("telemetry.metrics", StringComparison.Ordinal));
    }

    [Fact]
    public void M15_collecting_is_raised_before_metrics_are_read()
    {
        _registry.Add(new("a.n", MetricType.LastValue));
        _registry.Collecting += (_, _) => _dispatcher.Execute("a", [new("n", 42)]);

        Assert.Equal("42", _registry.Collect().Metrics[0].Series[0].Value.ToString());
    }

    private void EmitAndAdd()
    {
        _dispatcher.Execute("a", [], [new("x", 1)]);
        _registry.Add(new($"added.n{Interlocked.Increment(ref _added)}.count", MetricType.Counter) { Events = ["a"], Tags = ["x"] });
    }

    private void AssertAttached()
    {
        Assert.Contains(_dispatcher.List("a"), handler => handler.Id.StartsWith("telemetry.metrics", StringComparison.Ordinal));
        Assert.Empty(_dispatcher.ListDetached());
    }

    private static void OnAnotherThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        Assert.True(thread.Join(Threads.Patience), "A lock was held while code of a user ran.");
    }

    private sealed class Text(Func<string> read)
    {
        public override string ToString() => read();
    }
}
