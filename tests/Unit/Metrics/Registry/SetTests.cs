using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

public sealed class SetTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;
    private readonly Metric _metric;
    private readonly object _owner = new();
    private readonly object _other = new();

    public SetTests()
    {
        _registry = new MetricRegistry(_dispatcher);
        _metric = _registry.Add(new("a.n", MetricType.LastValue) { Tags = ["x"], PerPoll = true });
    }

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void M11_set_removes_from_all_metrics_of_its_owner_what_it_did_not_record()
    {
        Metric sum = _registry.Add(new("a.sum", MetricType.Sum) { Measurement = "n", Tags = ["x"], PerPoll = true });
        Metric all = _registry.Add(new("a.all", MetricType.LastValue) { Measurement = "n", Tags = ["x"] });
        Metric foreign = _registry.Add(new("b.n", MetricType.LastValue) { Tags = ["x"], PerPoll = true });
        _dispatcher.Execute("b", [new("n", 1)], [new("x", "1")]);

        Set(_owner, "1", "2");
        Set(_owner, "2", "3");

        Assert.Equal("2 3", Series(_metric));
        Assert.Equal("2 3", Series(sum));
        Assert.Equal("1 2 3", Series(all));
        Assert.Equal("1", Series(foreign));
        Assert.Equal(4, sum.Recorded);
    }

    [Fact]
    public void M11_lifetime_counts_from_the_last_record_after_the_end_of_a_set_too()
    {
        // Shorter than the time since the machine was started, and longer than the test.
        Metric metric = _registry.Add(new("a.m", MetricType.LastValue)
        {
            Measurement = "n",
            Tags = ["x"],
            PerPoll = true,
            Lifetime = TimeSpan.FromMinutes(1),
        });
        Record("1");

        metric.RemoveUnset();
        Assert.Equal("1", Series(metric));

        metric.RemoveUnset();
        Assert.Equal(string.Empty, Series(metric));
    }

    [Fact]
    public void M11_incomplete_set_keeps_all_and_does_not_make_later_ones_forget()
    {
        Set(_owner, "1", "2");
        _registry.BeginSet(_owner);
        Record("3");
        _registry.EndSet(_owner, isComplete: false);
        Assert.Equal("1 2 3", Series(_metric));

        // One that never ends counts as incomplete, too.
        _registry.BeginSet(_owner);
        Record("4");
        Set(_owner, "2");

        Assert.Equal("2", Series(_metric));
    }

    [Fact]
    public void M11_series_of_two_owners_stays_until_neither_sets_it()
    {
        Set(_owner, "1", "both");
        Set(_other, "2", "both");
        Assert.Equal("1 2 both", Series(_metric));

        Set(_owner, "1");
        Assert.Equal("1 2 both", Series(_metric));
        Set(_other, "2");
        Assert.Equal("1 2", Series(_metric));
        Set(_owner);
        Set(_other);
        Assert.Equal("", Series(_metric));
    }

    [Fact]
    public void M11_what_is_recorded_outside_of_sets_belongs_to_nobody()
    {
        Record("1");
        Set(_owner, "1", "2");
        Record("2");
        Set(_owner);
        Assert.Equal("1 2", Series(_metric));

        _metric.RemoveUnset();
        _metric.RemoveUnset();
        Assert.Equal("", Series(_metric));
    }

    [Fact]
    public async Task M11_set_flows_into_tasks_and_ends_in_any_flow()
    {
        Set(_owner, "1");
        await Task.Run(
            async () =>
            {
                _registry.BeginSet(_owner);
                await Task.Yield();
                await Task.Run(() => Record("2"), TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken);
        _registry.EndSet(_owner, isComplete: true);
        Assert.Equal("2", Series(_metric));

        // Ended before: nothing happens.
        _registry.EndSet(_owner, isComplete: true);
        _registry.EndSet(new object(), isComplete: true);
        Record("3");
        Set(_owner);
        Assert.Equal("3", Series(_metric));
    }

    [Fact]
    public void M11_record_of_a_set_that_was_given_up_leaves_with_the_next_complete_one()
    {
        ExecutionContext? abandoned = null;
        ExecutionContext.Run(
            ExecutionContext.Capture()!,
            _ =>
            {
                _registry.BeginSet(_owner);
                abandoned = ExecutionContext.Capture();
            },
            null);
        _registry.EndSet(_owner, isComplete: false);
        ExecutionContext.Run(abandoned!, _ => Record("late"), null);
        Assert.Equal("late", Series(_metric));

        Set(_owner, "1");

        Assert.Equal("1", Series(_metric));
    }

    [Fact]
    public void M11_set_inside_of_another_one_is_told_apart()
    {
        _registry.BeginSet(_owner);
        Record("1");
        Set(_other, "2");
        Record("3");
        _registry.EndSet(_owner, isComplete: true);

        Set(_other);
        Assert.Equal("1 3", Series(_metric));
        Set(_owner);
        Assert.Equal("", Series(_metric));
    }

    [Fact]
    public void M11_declared_series_stay_and_the_one_for_the_others_leaves()
    {
        Metric metric = _registry.Add(new("b.n", MetricType.LastValue)
        {
            Tags = ["x"],
            PerPoll = true,
            SeriesLimit = 2,
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["x"] = ["declared"] },
        });

        SetB("1", "2", "3");
        Assert.Equal("(other) 1 declared", Series(metric));
        SetB("1");
        Assert.Equal("1 declared", Series(metric));
        SetB();
        Assert.Equal("declared", Series(metric));
        Assert.Equal(2, metric.Problems[MetricProblem.TooManySeries]);

        void SetB(params string[] values)
        {
            _registry.BeginSet(_owner);
            foreach (string value in values)
            {
                _dispatcher.Execute("b", [new("n", 1)], [new("x", value)]);
            }

            _registry.EndSet(_owner, isComplete: true);
        }
    }

    [Fact]
    public void M11_restored_series_belong_to_the_first_owner_whose_set_ends()
    {
        using var folder = new FolderOfATest();
        string path = Path.Combine(folder.Path, "state");
        Metric sum = _registry.Add(new("a.sum", MetricType.Sum) { Measurement = "n", Tags = ["x"], PerPoll = true });
        Set(_owner, "1", "2");
        _registry.SaveState(path);
        using var registry = new MetricRegistry(_dispatcher);
        Metric restored = registry.Add(sum.Definition);
        Assert.Empty(registry.RestoreState(path));
        Assert.Equal("1 2", Series(restored));

        registry.BeginSet(_owner);
        Record("2");
        registry.EndSet(_owner, isComplete: true);

        Assert.Equal("2", Series(restored));
        Assert.Equal("2", restored.Read().Series[0].Value.ToString());
    }

    [Fact]
    public void M11_owners_are_not_kept_alive_and_their_series_leave_with_the_next_set_of_another_one()
    {
        WeakReference owner = SetOfAnOwnerThatLeaves();
        Set(_other, "2");
        Assert.Equal("1 2", Series(_metric));

        Assert.True(Garbage.Collects(owner));
        Set(_other, "2");

        Assert.Equal("2", Series(_metric));
        GC.KeepAlive(_registry);
    }

    [Fact]
    public void M11_owner_forgets_metrics_that_were_removed()
    {
        WeakReference metric = FeedAMetricThatLeaves();
        Set(_owner, "1");

        Assert.True(Garbage.Collects(metric));
        GC.KeepAlive(_owner);
    }

    [Fact]
    public void M11_owner_is_required()
    {
        Assert.Throws<ArgumentNullException>(() => _registry.BeginSet(null!));
        Assert.Throws<ArgumentNullException>(() => _registry.EndSet(null!, isComplete: true));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference SetOfAnOwnerThatLeaves()
    {
        object owner = new();
        Set(owner, "1");
        return new WeakReference(owner);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference FeedAMetricThatLeaves()
    {
        Metric metric = _registry.Add(new("a.m", MetricType.LastValue) { Measurement = "n", Tags = ["x"], PerPoll = true });
        Set(_owner, "1");
        _registry.Remove(metric);
        return new WeakReference(metric);
    }

    private static string Series(Metric metric) =>
        string.Join(' ', metric.Read().Series.Select(series => series.TagValues[0]).Order(StringComparer.Ordinal));

    private void Set(object owner, params string[] values)
    {
        _registry.BeginSet(owner);
        Array.ForEach(values, Record);
        _registry.EndSet(owner, isComplete: true);
    }

    private void Record(string value) => _dispatcher.Execute("a", [new("n", 1)], [new("x", value)]);
}
