using Telemetry.Metrics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

/// <summary>A poller and a registry, wired as the page on polling shows it.</summary>
public sealed class PerPollSetTests : IDisposable
{
    private readonly PollsOfATest _test = new();
    private readonly MetricRegistry _registry;
    private readonly Metric _free;

    public PerPollSetTests()
    {
        _registry = new MetricRegistry(_test.Dispatcher);
        _free = _registry.Add(new("disk.free", MetricType.LastValue)
            { Events = ["disk"], Measurement = "free", Tags = ["disk"], PerPoll = true });
        Poller.RunStarting += (_, run) => _registry.BeginSet(run.Poll);
        Poller.RunEnded += (_, run) => _registry.EndSet(run.Poll, run.Succeeded);
        _registry.Collecting += (_, _) => Poller.RunOnCollect(Threads.Patience);
    }

    private Poller Poller => _test.Poller;

    public void Dispose()
    {
        _test.Dispose();
        _registry.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void M11_series_that_the_last_run_did_not_set_are_gone(bool isAsynchronous)
    {
        string[] disks = [];
        Poll poll = isAsynchronous
            ? Poller.Add(
                "disk",
                async context =>
                {
                    await Task.Yield();
                    await Task.Run(() => Emit(context, disks));
                },
                PollsOfATest.OnRequest)
            : Poller.Add("disk", context => Emit(context, disks), PollsOfATest.OnRequest);

        foreach (string[] set in (string[][])[["a", "b", "c"], ["b"], ["b", "d"], [], ["a"]])
        {
            disks = set;
            Assert.True(PollsOfATest.Run(poll));
            Assert.Equal(set, Series());
        }
    }

    [Fact]
    public void M11_failing_run_keeps_what_the_last_one_set()
    {
        string[] disks = ["a", "b"];
        bool fails = false;
        Poll poll = Poller.Add(
            "disk",
            context =>
            {
                Emit(context, disks);
                Assert.False(fails);
            },
            PollsOfATest.OnRequest);
        PollsOfATest.Run(poll);

        (fails, disks) = (true, ["c"]);
        Assert.False(PollsOfATest.Run(poll));
        Assert.Equal(["a", "b", "c"], Series());

        (fails, disks) = (false, ["b"]);
        Assert.True(PollsOfATest.Run(poll));
        Assert.Equal(["b"], Series());
    }

    [Fact]
    public void M11_polls_that_feed_one_metric_do_not_remove_each_others_series()
    {
        string[] first = ["a", "both"];
        string[] second = ["b", "both"];
        Poll one = Poller.Add("one", context => Emit(context, first), EventOfDisks());
        Poll two = Poller.Add("two", context => Emit(context, second), EventOfDisks());

        PollsOfATest.Run(one);
        PollsOfATest.Run(two);
        PollsOfATest.Run(one);
        Assert.Equal(["a", "b", "both"], Series());

        second = [];
        PollsOfATest.Run(two);
        Assert.Equal(["a", "both"], Series());

        first = [];
        PollsOfATest.Run(one);
        Assert.Empty(Series());
    }

    [Fact]
    public void M15_values_of_a_poll_on_collection_are_those_of_the_collection()
    {
        int value = 0;
        PollOptions options = EventOfDisks();
        options.OnCollect = true;
        Poller.Add("disk", context => context.Emit([new("free", ++value)], [new("disk", $"{value}")]), options);

        foreach (int expected in (int[])[1, 2, 3])
        {
            SeriesReading series = Assert.Single(_registry.Collect().Metrics.Single().Series);
            Assert.Equal(($"{expected}", $"{expected}"), (series.TagValues[0], series.Value.ToString()));
        }
    }

    [Fact]
    public void M11_empty_set_of_a_poll_that_was_removed_removes_its_series()
    {
        Poll poll = Poller.Add("disk", static context => Emit(context, ["a"]), PollsOfATest.OnRequest);
        PollsOfATest.Run(poll);
        poll.Dispose();
        Assert.Equal(["a"], Series());

        _registry.BeginSet(poll);
        _registry.EndSet(poll, isComplete: true);

        Assert.Empty(Series());
    }

    private static PollOptions EventOfDisks()
    {
        PollOptions options = PollsOfATest.OnRequest;
        options.EventName = "disk";
        return options;
    }

    private static void Emit(PollContext context, string[] disks)
    {
        foreach (string disk in disks)
        {
            context.Emit([new("free", 1)], [new("disk", disk)]);
        }
    }

    private string[] Series() => [.. _free.Read().Series.Select(series => series.TagValues[0]).Order(StringComparer.Ordinal)];
}
