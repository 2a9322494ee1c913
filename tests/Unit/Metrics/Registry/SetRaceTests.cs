using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

/// <summary>Sets of several owners at the same time.</summary>
[Trait("Category", "Slow")]
public sealed class SetRaceTests : IDisposable
{
    private const int Rounds = 1_500;

    private static readonly string[] s_values = [.. Enumerable.Range(0, 100).Select(i => $"{i}")];

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly MetricRegistry _registry;
    private readonly TelemetryEvent _event;

    public SetRaceTests()
    {
        _registry = new MetricRegistry(_dispatcher);
        _event = _dispatcher.GetEvent("a");
    }

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.Sum)]
    public void M11_M12_series_that_one_owner_sets_while_the_other_gives_it_up_stays_and_loses_nothing(MetricType type)
    {
        Metric metric = _registry.Add(new("a.n", type) { Tags = ["x"], PerPoll = true });
        object[] owners = [new(), new()];
        using var meeting = new Barrier(2);
        int missing = 0;

        Threads.Run(2, index =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                // In turn, one sets all and the other nothing, which ends while the first begins.
                bool sets = round % 2 == index;
                Threads.MeetAt(meeting);
                _registry.BeginSet(owners[index]);
                if (sets)
                {
                    SetAll(reversed: round % 4 < 2);
                }

                _registry.EndSet(owners[index], isComplete: true);
                Threads.MeetAt(meeting);
                if (sets)
                {
                    missing += s_values.Length - metric.Read().Series.Count;
                }

                Threads.MeetAt(meeting);
            }
        });

        Assert.Equal(0, missing);
        Assert.Equal(Rounds * s_values.Length, metric.Recorded);
    }

    [Fact]
    public void M11_M12_owners_that_feed_series_of_their_own_never_remove_those_of_others()
    {
        Metric metric = _registry.Add(new("a.n", MetricType.Counter) { Tags = ["x"], PerPoll = true });
        int missing = 0;

        Threads.Run(4, index =>
        {
            object owner = new();
            for (int round = 0; round < Rounds; round++)
            {
                _registry.BeginSet(owner);
                _event.Execute([new("n", 1)], [new("x", $"{index}")]);
                _event.Execute([new("n", 1)], [new("x", $"{index} {round}")]);
                _event.Execute([new("n", 1)], [new("x", "common")]);
                _registry.EndSet(owner, isComplete: true);
                string[] series = [.. metric.Read().Series.Select(one => one.TagValues[0])];
                missing += (series.Contains($"{index}") ? 0 : 1) + (series.Contains("common") ? 0 : 1)
                    + (series.Contains($"{index} {round}") ? 0 : 1) + (series.Contains($"{index} {round - 1}") ? 1 : 0);
            }
        });

        Assert.Equal(0, missing);
        Assert.Equal(4 * Rounds * 3, metric.Recorded);
        Assert.Equal(4 * Rounds, Assert.Single(metric.Read().Series, series => series.TagValues[0] == "common").Count);
    }

    private void SetAll(bool reversed)
    {
        for (int i = 0; i < s_values.Length; i++)
        {
            _event.Execute([new("n", 1)], [new("x", s_values[reversed ? s_values.Length - 1 - i : i])]);
        }
    }
}
