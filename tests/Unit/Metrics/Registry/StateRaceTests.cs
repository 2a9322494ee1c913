using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

[Trait("Category", "Slow")]
public sealed class StateRaceTests : IDisposable
{
    private const int Rounds = 20;
    private const int Workers = 3;
    private const int Emits = 2_000;
    private const int Tags = 40;
    private const int Limit = 30;

    private static readonly MetricDefinition[] s_all =
    [
        new("a.count", MetricType.Counter) { Tags = ["x"], SeriesLimit = Limit },
        new("a.sum", MetricType.Sum) { Measurement = "n", Tags = ["x"], SeriesLimit = Limit },
        new("a.summary", MetricType.Summary) { Measurement = "n", Tags = ["x"], SeriesLimit = Limit },
        new("a.distribution", MetricType.Distribution) { Measurement = "n", Tags = ["x"], SeriesLimit = Limit, Buckets = [1, 3] },
    ];

    private readonly FileOfMetrics _file = new("state.json");

    public void Dispose() => _file.Dispose();

    [Fact]
    public void M14_totals_are_exact_over_processes_that_restore_and_save_while_they_record()
    {
        long emitted = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using var process = new ProcessOfMetrics(s_all);
            Threads.Run([
                .. Enumerable.Repeat<Action>(() => Emit(process), Workers),
                () => Assert.Empty(process.Registry.RestoreState(_file.Path)),
                () =>
                {
                    for (int i = 0; i < 5; i++)
                    {
                        // Not to the file that is restored meanwhile: it would have numbers without the restored ones.
                        process.Registry.SaveState(_file.Path + ".meanwhile");
                    }
                },
            ]);
            emitted += Workers * Emits;

            process.Registry.SaveState(_file.Path);
            AssertTotals(process, emitted);
        }
    }

    [Fact]
    public void M14_state_saved_under_load_has_numbers_that_agree_and_do_not_go_down()
    {
        long before = 0;
        using var process = new ProcessOfMetrics(s_all);
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 50; i++)
                {
                    process.Registry.SaveState(_file.Path);
                    using var reader = new ProcessOfMetrics(s_all);
                    Assert.Empty(reader.Registry.RestoreState(_file.Path));
                    long count = reader["a.count"].Recorded;
                    Assert.True(count >= before, $"{count} after {before}");
                    before = count;
                    Assert.All(
                        reader["a.sum"].Read().Series,
                        series => Assert.Equal(series.Count * 2, series.Value.TryGetInt64(out long sum) ? sum : -1));
                }
            },
            () => Emit(process),
            () => Emit(process));
    }

    [Fact]
    public void M14_metric_that_comes_while_its_state_is_restored_gets_it_once()
    {
        using (var first = new ProcessOfMetrics(s_all))
        {
            Emit(first);
            first.Registry.SaveState(_file.Path);
        }

        for (int round = 0; round < Rounds; round++)
        {
            using var process = new ProcessOfMetrics();
            Threads.Run(() => process.Registry.AddMany(s_all), () => Restore(process), () => Restore(process));

            AssertTotals(process, Emits);
        }
    }

    [Fact]
    public void M14_hundred_thousand_series_are_saved_and_restored()
    {
        const int Count = 100_000;
        MetricDefinition definition = new("a.n", MetricType.Distribution)
        {
            Tags = ["x", "y"],
            SeriesLimit = Count,
            Buckets = [0.01, 0.1, 1, 10],
        };
        using var first = new ProcessOfMetrics(definition);
        TelemetryEvent handle = first.Dispatcher.GetEvent("a");
        for (int i = 0; i < Count; i++)
        {
            handle.Execute([new("n", i)], [new("x", i), new("y", "/route")]);
        }

        first.Registry.SaveState(_file.Path);
        using var second = new ProcessOfMetrics(definition);
        Assert.Empty(second.Registry.RestoreState(_file.Path));

        Assert.Equal(Count, second["a.n"].SeriesCount);
        Assert.Equal(Count, second["a.n"].Recorded);
        Assert.All(
            second["a.n"].Read().Series,
            series => Assert.Equal(series.TagValues[0], series.Value.TryGetInt64(out long value) ? $"{value}" : null));
    }

    [Fact]
    public void M14_several_that_save_to_one_path_never_leave_a_broken_file()
    {
        const int Saves = 50;
        MetricDefinition definition = new("a.count", MetricType.Counter) { Tags = ["x"] };
        using var one = new ProcessOfMetrics(definition);
        using var other = new ProcessOfMetrics(definition);
        for (int i = 0; i < 200; i++)
        {
            other.Emit(1, i);
        }

        one.Registry.SaveState(_file.Path);
        Threads.RunDuring(
            () => Threads.Run(
                () => Repeat(() => one.Registry.SaveState(_file.Path)),
                () => Repeat(() => other.Registry.SaveState(_file.Path)),
                () => Repeat(() => other.Registry.SaveState(_file.Path))),
            () =>
            {
                using var reader = new ProcessOfMetrics(definition);
                Assert.Empty(reader.Registry.RestoreState(_file.Path));
                Assert.Contains(reader["a.count"].Recorded, (long[])[0, 200]);
            });

        Assert.Equal([_file.Path], Directory.GetFiles(Path.GetDirectoryName(_file.Path)!));

        static void Repeat(Action action)
        {
            for (int i = 0; i < Saves; i++)
            {
                action();
            }
        }
    }

    private void Restore(ProcessOfMetrics process) => Assert.All(
        process.Registry.RestoreState(_file.Path),
        warning => Assert.Contains("not added again", warning, StringComparison.Ordinal));

    private static void Emit(ProcessOfMetrics process)
    {
        for (int i = 0; i < Emits; i++)
        {
            process.Emit(1, i % Tags, 2);
        }
    }

    private static void AssertTotals(ProcessOfMetrics process, long emitted)
    {
        foreach (Metric metric in process.Registry.List())
        {
            IReadOnlyList<SeriesReading> series = metric.Read().Series;
            Assert.Equal(emitted, metric.Recorded);
            Assert.Equal(emitted, series.Sum(one => one.Count));
            Assert.Equal(Limit, metric.SeriesCount);
            Assert.Equal(series.Count, series.Select(one => one.TagValues[0]).Distinct().Count());
            Assert.All(
                series,
                one =>
                {
                    Assert.True(one.Value.TryGetInt64(out long sum));
                    Assert.Equal(metric.Definition.Type == MetricType.Counter ? one.Count : one.Count * 2, sum);
                    Assert.Equal(metric.Definition.Type == MetricType.Distribution ? one.Count : 0, one.BucketCounts.Sum());
                    Assert.Equal(metric.Definition.Type == MetricType.Summary ? one.Count : 0, one.Exponential?.PositiveCounts.Sum() ?? 0);
                });
        }
    }
}
