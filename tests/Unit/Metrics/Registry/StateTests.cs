using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class StateTests : IDisposable
{
    private static readonly MetricDefinition s_counter = new("a.count", MetricType.Counter) { Tags = ["x"] };
    private static readonly MetricDefinition s_untagged = new("a.all", MetricType.Counter) { Events = ["a"] };

    private readonly FileOfMetrics _file = new("state.json");

    public void Dispose() => _file.Dispose();

    [Fact]
    public void M14_metrics_go_on_from_the_last_process()
    {
        MetricDefinition[] all =
        [
            s_counter,
            s_untagged,
            new("a.sum", MetricType.Sum) { Measurement = "n", Tags = ["x"], Unit = "byte" },
            new("a.summary", MetricType.Summary) { Measurement = "n", Tags = ["x"] },
            new("a.distribution", MetricType.Distribution) { Measurement = "n", Tags = ["x", "y"], Buckets = [0.1, 1, 1e9] },
        ];
        IReadOnlyList<MetricReading> before;
        using (var first = new ProcessOfMetrics(all))
        {
            first.Emit(3, "é \"\\\n\u2028\0(other)\U0001F600");
            first.Emit(2, new string('\uD800', 1));
            first.Emit(1, new string('\uDC00', 1));
            first.Emit(1, default, long.MaxValue - 7);
            first.Emit(1, "/a", 0.1);
            first.Emit(1, "/a", 0.2);
            first.Emit(1, "/a", double.Epsilon);
            first.Emit(1, "/a", 1e300);
            first.Emit(1, "whole", 1.0);
            first.Emit(1, "zero", 0);
            first.Registry.SaveState(_file.Path);
            before = [.. first.Registry.List().Select(metric => metric.Read())];
        }

        using var second = new ProcessOfMetrics(all);
        Assert.Empty(second.Registry.RestoreState(_file.Path));

        AssertEqual(before, second.Registry.List());
        Assert.Equal(13, second["a.count"].Recorded);

        second.Emit(1, "/a");
        second.Emit(1, "new");
        Assert.Equal(5, CountOf(second, "/a"));
        Assert.Equal(1, CountOf(second, "new"));
    }

    [Fact]
    public void M14_sum_beyond_all_numbers_goes_on()
    {
        MetricDefinition sum = new("a.n", MetricType.Sum);
        using var first = new ProcessOfMetrics(sum);
        first.Emit(2, value: double.MaxValue);
        first.Registry.SaveState(_file.Path);

        using var second = new ProcessOfMetrics(sum);
        Assert.Empty(second.Registry.RestoreState(_file.Path));

        Assert.Equal(double.PositiveInfinity, Assert.Single(second["a.n"].Read().Series).Value);
    }

    [Fact]
    public void M14_numbers_that_do_not_only_add_up_are_not_saved()
    {
        MetricDefinition[] all =
        [
            new("a.last", MetricType.LastValue) { Measurement = "n" },
            new("a.level", MetricType.Sum) { Measurement = "n", AllowNegative = true },
            new("a.total", MetricType.Sum) { Measurement = "n", RunningTotal = true },
        ];
        using var first = new ProcessOfMetrics(all);
        first.Emit();
        first.Registry.SaveState(_file.Path);

        using var second = new ProcessOfMetrics(all);
        Assert.Empty(second.Registry.RestoreState(_file.Path));

        Assert.All(second.Registry.List(), metric => Assert.Equal(0, metric.Recorded));
    }

    [Fact]
    public void M14_numbers_are_added_to_those_recorded_meanwhile_and_began_when_the_first_did()
    {
        DateTime started = Save(3, "/a");
        using var second = new ProcessOfMetrics(s_counter);
        second.Emit(2, "/a");
        MetricReading earlier = second["a.count"].Read();
        Assert.True(Assert.Single(earlier.Series).Started > started);

        second.Registry.RestoreState(_file.Path);

        MetricReading later = second["a.count"].Read();
        Assert.Equal(started, Assert.Single(later.Series).Started);
        Assert.Equal(5, later.Series[0].Count);
        Assert.Equal(3, later.Since(earlier).Series[0].Count);
    }

    [Fact]
    public void M14_there_is_no_state_before_the_first_save()
    {
        using var first = new ProcessOfMetrics(s_counter);

        Assert.Empty(first.Registry.RestoreState(_file.Path));
        Assert.Empty(first.Registry.RestoreState(Path.Combine(_file.Path, "..", "missing", "state.json")));
    }

    public static TheoryData<MetricDefinition, string> Changes => new()
    {
        { new("a.count", MetricType.Summary) { Measurement = "n", Tags = ["x"] }, "its type was Counter and is Summary" },
        { new("a.count", MetricType.Counter) { Tags = ["x"], Unit = "byte" }, "its unit was none and is 'byte'" },
        { new("a.count", MetricType.Counter) { Tags = ["x", "y"] }, "it had other tags" },
        { new("a.count", MetricType.Counter) { Tags = ["y"] }, "it had other tags" },
        { new("a.sum", MetricType.Sum) { Measurement = "n", Unit = "second" }, "its unit was 'byte' and is 'second'" },
        { new("a.sum", MetricType.Sum) { Measurement = "n", Unit = "byte", AllowNegative = true }, "its value only went up" },
        { new("a.sizes", MetricType.Distribution) { Measurement = "n", Buckets = [1, 3] }, "its buckets had other bounds" },
        { new("a.sizes", MetricType.Distribution) { Measurement = "n", Buckets = [1] }, "its buckets had other bounds" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void M14_metric_that_changed_begins_at_0_with_one_warning_and_the_others_go_on(MetricDefinition changed, string reason)
    {
        SaveThree();

        using var second = new ProcessOfMetrics(changed, s_untagged);
        string warning = Assert.Single(second.Registry.RestoreState(_file.Path));

        Assert.StartsWith(
            $"The metric '{changed.Name}' does not go on from the state in '{_file.Path}', as {reason}", warning, StringComparison.Ordinal);
        Assert.EndsWith(".", warning, StringComparison.Ordinal);
        Assert.Equal(0, second[changed.Name].Recorded);
        Assert.Equal(4, second["a.all"].Recorded);
        Assert.Null(second[changed.Name].StateWarning);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void M14_metric_that_changed_and_is_added_after_its_state_has_the_warning(MetricDefinition changed, string reason)
    {
        SaveThree();

        using var second = new ProcessOfMetrics();
        Assert.Empty(second.Registry.RestoreState(_file.Path));
        Metric metric = second.Registry.Add(changed);

        Assert.Contains(reason, metric.StateWarning, StringComparison.Ordinal);
        Assert.Equal(0, metric.Recorded);
    }

    [Fact]
    public void M14_metric_that_has_other_words_for_the_same_goes_on()
    {
        SaveThree();

        using var second = new ProcessOfMetrics(
            new MetricDefinition("A.Count", MetricType.Counter) { Tags = [new("X", "key")], Description = "More" },
            new MetricDefinition("a.sum", MetricType.Sum) { Measurement = "m", Unit = "By", Events = ["b"], SeriesLimit = 5 });

        Assert.Empty(second.Registry.RestoreState(_file.Path));
        Assert.Equal(4, second["a.count"].Recorded);
        Assert.Equal(4, second["a.sum"].Recorded);
    }

    [Fact]
    public void M14_state_waits_for_its_metric()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics();
        second.Registry.RestoreState(_file.Path);
        Assert.Empty(second.Registry.List());

        Metric metric = second.Registry.Add(s_counter);
        second.Emit(1, "/a");

        Assert.Null(metric.StateWarning);
        Assert.Equal(4, CountOf(second, "/a"));
    }

    [Fact]
    public void M14_state_whose_metric_never_comes_is_saved_again()
    {
        Save(3, "/a");
        using (var second = new ProcessOfMetrics(s_untagged))
        {
            second.Registry.RestoreState(_file.Path);
            second.Registry.SaveState(_file.Path);
            second.Registry.SaveState(_file.Path);
        }

        using var third = new ProcessOfMetrics(s_counter);
        third.Registry.RestoreState(_file.Path);

        Assert.Equal(3, CountOf(third, "/a"));
    }

    [Fact]
    public void M14_states_of_several_files_wait_for_their_metrics()
    {
        Save(3, "/a");
        using var otherFile = new FileOfMetrics("other.json");
        using (var other = new ProcessOfMetrics(s_untagged, s_counter))
        {
            other.Emit(4, "/a");
            other.Registry.SaveState(otherFile.Path);
        }

        using var third = new ProcessOfMetrics();
        third.Registry.RestoreState(_file.Path);
        third.Registry.RestoreState(otherFile.Path);
        third.Registry.AddMany([s_counter, s_untagged]);

        Assert.Equal(7, CountOf(third, "/a"));
        Assert.Equal(4, third["a.all"].Recorded);
    }

    [Fact]
    public void M14_states_of_several_processes_are_added_up_also_while_they_wait()
    {
        MetricDefinition summary = new("a.n", MetricType.Summary) { Tags = ["x"] };
        using var collector = new ProcessOfMetrics();
        DateTime started = DateTime.UtcNow;
        for (int i = 0; i < 3; i++)
        {
            using var worker = new ProcessOfMetrics(s_counter, summary);
            worker.Emit(3, "/a", i);
            worker.Emit(1, i, i);
            worker.Registry.SaveState(_file.Path);
            Assert.Empty(collector.Registry.RestoreState(_file.Path));
            Assert.Empty(collector.Registry.RestoreState(_file.Path));
        }

        // What waits is saved and restored as one.
        collector.Registry.SaveState(_file.Path);
        Assert.Single(File.ReadAllLines(_file.Path), line => line.Contains("\"a.n\"", StringComparison.Ordinal));
        collector.Registry.AddMany([s_counter, summary]);
        Assert.EndsWith(
            "already: 'a.count', 'a.n'.", Assert.Single(collector.Registry.RestoreState(_file.Path)), StringComparison.Ordinal);

        Assert.Equal(["/a", "0", "1", "2"], collector["a.n"].Read().Series.Select(series => series.TagValues[0]).Order());
        Assert.Equal(9, CountOf(collector, "/a"));
        SeriesReading sum = collector["a.n"].Read().Series[0];
        Assert.Equal(9, sum.Count);
        Assert.Equal((0, 2), (sum.Exponential!.Minimum, sum.Exponential.Maximum));
        Assert.InRange(sum.Started, started, DateTime.UtcNow);
    }

    [Fact]
    public void M14_later_state_of_the_same_numbers_takes_the_place_of_one_that_waits()
    {
        using var first = new ProcessOfMetrics(s_counter);
        using var second = new ProcessOfMetrics();
        for (int i = 0; i < 3; i++)
        {
            first.Emit(1, "/a");
            first.Registry.SaveState(_file.Path);
            second.Registry.RestoreState(_file.Path);
        }

        second.Registry.Add(s_counter);

        Assert.Equal(3, CountOf(second, "/a"));
    }

    [Fact]
    public void M14_state_that_is_restored_twice_is_added_once()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics(s_counter);

        Assert.Empty(second.Registry.RestoreState(_file.Path));
        second.Emit(1, "/a");
        string warning = Assert.Single(second.Registry.RestoreState(_file.Path));

        Assert.Equal(
            $"The state in '{_file.Path}' was not added again to the metrics that have its numbers already: 'a.count'.", warning);
        Assert.Equal(4, CountOf(second, "/a"));
    }

    [Fact]
    public void M14_state_that_is_restored_twice_before_its_metric_comes_is_added_once()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics();

        Assert.Empty(second.Registry.RestoreState(_file.Path));
        Assert.Empty(second.Registry.RestoreState(_file.Path));
        second.Registry.Add(s_counter);
        second.Registry.RestoreState(_file.Path);

        Assert.Equal(3, CountOf(second, "/a"));
    }

    [Fact]
    public void M14_process_that_saved_does_not_add_its_own_numbers()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics(s_counter);
        second.Registry.RestoreState(_file.Path);
        second.Emit(1, "/a");
        second.Registry.SaveState(_file.Path);
        second.Emit(1, "/a");

        Assert.Single(second.Registry.RestoreState(_file.Path));

        Assert.Equal(5, CountOf(second, "/a"));
    }

    [Fact]
    public void M14_earlier_state_of_the_same_numbers_is_not_added()
    {
        Save(3, "/a");
        using var backup = new FileOfMetrics("backup.json");
        File.Copy(_file.Path, backup.Path);
        for (int run = 0; run < 3; run++)
        {
            using var next = new ProcessOfMetrics(s_counter);
            Assert.Empty(next.Registry.RestoreState(_file.Path));
            next.Emit(1, "/a");
            next.Registry.SaveState(_file.Path);
        }

        using var last = new ProcessOfMetrics(s_counter);
        last.Registry.RestoreState(_file.Path);
        Assert.Single(last.Registry.RestoreState(backup.Path));

        Assert.Equal(6, CountOf(last, "/a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void M14_script_that_restores_defines_and_saves_goes_on_however_often_it_runs_in_a_session(bool definesFirst)
    {
        using var session = new ProcessOfMetrics();
        for (int run = 1; run <= 3; run++)
        {
            if (definesFirst)
            {
                session.Registry.Replace(s_counter);
            }

            session.Registry.RestoreState(_file.Path);
            if (!definesFirst)
            {
                session.Registry.Replace(s_counter);
            }

            session.Emit(2, "/a");
            session.Registry.SaveState(_file.Path);
            Assert.Equal(2 * run, CountOf(session, "/a"));
        }
    }

    [Fact]
    public void M14_replaced_metric_begins_at_0_after_a_save()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics(s_counter);
        second.Registry.RestoreState(_file.Path);
        second.Registry.SaveState(_file.Path);

        Assert.Equal(0, second.Registry.Replace(s_counter).Recorded);
    }

    [Fact]
    public void M14_reset_drops_what_was_restored()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics(s_counter);
        second.Registry.RestoreState(_file.Path);

        second["a.count"].Reset();
        second.Emit(1, "/a");
        Assert.Equal(1, CountOf(second, "/a"));
        Assert.Equal(0, second.Registry.Replace(s_counter).Recorded);

        Assert.Empty(second.Registry.RestoreState(_file.Path));
        Assert.Equal(3, CountOf(second, "/a"));
    }

    [Fact]
    public void M14_removal_drops_what_was_restored()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics(s_counter);
        second.Registry.RestoreState(_file.Path);

        second.Registry.Remove("A.COUNT");

        Assert.Equal(0, second.Registry.Add(s_counter).Recorded);
        Assert.Empty(second.Registry.RestoreState(_file.Path));
        Assert.Equal(3, CountOf(second, "/a"));
    }

    [Fact]
    public void M14_reset_of_a_metric_that_was_replaced_drops_nothing_of_the_one_in_its_place()
    {
        Save(3, "/a");
        using var second = new ProcessOfMetrics(s_counter);
        Metric old = second["a.count"];
        second.Registry.Replace(new("a.count", MetricType.Sum) { Measurement = "n" });
        second.Registry.RestoreState(_file.Path);

        old.Reset();

        Assert.Equal(3, second.Registry.Replace(s_counter).Recorded);
    }

    [Fact]
    public void M14_limit_of_the_series_holds_for_what_is_restored()
    {
        using (var first = new ProcessOfMetrics(new MetricDefinition("a.count", MetricType.Counter) { Tags = ["x"], SeriesLimit = 4 }))
        {
            for (int i = 0; i < 6; i++)
            {
                first.Emit(i + 1, i);
            }

            first.Registry.SaveState(_file.Path);
        }

        using var second = new ProcessOfMetrics(new MetricDefinition("a.count", MetricType.Counter) { Tags = ["x"], SeriesLimit = 2 });
        second.Emit(1, 2);
        second.Registry.RestoreState(_file.Path);
        second.Emit(1, 1);

        Assert.Equal(
            [("2", 4), ("0", 1), ("(other)", 2 + 4 + 5 + 6 + 1)],
            second["a.count"].Read().Series.Select(series => (series.TagValues[0], (int)series.Count)));
        Assert.Equal(2, second["a.count"].SeriesCount);
        Assert.Equal(23, second["a.count"].Recorded);
    }

    [Fact]
    public void M14_lifetime_of_restored_series_begins_again()
    {
        MetricDefinition definition = new("a.count", MetricType.Counter) { Tags = ["x"], Lifetime = TimeSpan.FromDays(1), PerPoll = true };
        using (var first = new ProcessOfMetrics(definition))
        {
            first.Emit(3, "/a");
            first.Registry.SaveState(_file.Path);
        }

        using var second = new ProcessOfMetrics(definition);
        second.Registry.RestoreState(_file.Path);

        Assert.Equal(3, CountOf(second, "/a"));
        second["a.count"].RemoveUnset();
        Assert.Equal(3, CountOf(second, "/a"));
        second["a.count"].RemoveUnset();
        Assert.Empty(second["a.count"].Read().Series);
    }

    [Fact]
    public void M14_series_began_when_it_did_in_the_first_of_several_processes()
    {
        DateTime started = Save(3, "/a");
        using var second = new ProcessOfMetrics();
        second.Registry.RestoreState(_file.Path);
        second.Registry.Add(s_counter);
        second.Registry.SaveState(_file.Path);

        using var third = new ProcessOfMetrics(s_counter);
        third.Emit(1, "/a");
        third.Registry.RestoreState(_file.Path);

        Assert.Equal(started, Assert.Single(third["a.count"].Read().Series).Started);
    }

    [Fact]
    public void M14_disposed_registry_does_not_replace_the_state_by_nothing()
    {
        Save(3, "/a");
        string saved = File.ReadAllText(_file.Path);
        var disposed = new ProcessOfMetrics(s_counter);
        disposed.Dispose();

        Assert.Throws<ObjectDisposedException>(() => disposed.Registry.SaveState(_file.Path));
        Assert.Throws<ObjectDisposedException>(() => disposed.Registry.RestoreState(_file.Path));
        Assert.Equal(saved, File.ReadAllText(_file.Path));
    }

    private static int CountOf(ProcessOfMetrics process, string tag) =>
        (int)process["a.count"].Read().Series.Single(series => series.TagValues[0] == tag).Count;

    private static void AssertEqual(IReadOnlyList<MetricReading> expected, IReadOnlyList<Metric> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach ((MetricReading one, MetricReading other) in expected.Zip(actual.Select(metric => metric.Read())))
        {
            Assert.Equal(one.Series.Count, other.Series.Count);
            foreach ((SeriesReading before, SeriesReading after) in one.Series.Zip(other.Series))
            {
                Assert.Equal(before.TagValues, after.TagValues);
                Assert.Equal(before.Started, after.Started);
                Assert.Equal(before.Count, after.Count);
                Assert.Equal(before.Value, after.Value);
                Assert.Equal(before.BucketCounts, after.BucketCounts);
                Assert.Equal(before.Exponential is null, after.Exponential is null);
                Assert.Equal(before.Exponential?.Scale, after.Exponential?.Scale);
                Assert.Equal(before.Exponential?.ZeroCount, after.Exponential?.ZeroCount);
                Assert.Equal(before.Exponential?.PositiveOffset, after.Exponential?.PositiveOffset);
                Assert.Equal(before.Exponential?.PositiveCounts, after.Exponential?.PositiveCounts);
                Assert.Equal(before.Exponential?.NegativeOffset, after.Exponential?.NegativeOffset);
                Assert.Equal(before.Exponential?.NegativeCounts, after.Exponential?.NegativeCounts);
                Assert.Equal(before.Exponential?.Minimum, after.Exponential?.Minimum);
                Assert.Equal(before.Exponential?.Maximum, after.Exponential?.Maximum);
            }
        }
    }

    private DateTime Save(int count, string tag)
    {
        using var process = new ProcessOfMetrics(s_counter);
        process.Emit(count, tag);
        process.Registry.SaveState(_file.Path);
        return process["a.count"].Read().Series[0].Started;
    }

    private void SaveThree()
    {
        using var process = new ProcessOfMetrics(
            s_counter,
            s_untagged,
            new("a.sum", MetricType.Sum) { Measurement = "n", Unit = "byte" },
            new("a.sizes", MetricType.Distribution) { Measurement = "n", Buckets = [1, 2] });
        process.Emit(4, "/a");
        process.Registry.SaveState(_file.Path);
    }
}
