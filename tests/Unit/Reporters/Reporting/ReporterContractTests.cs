using System.Runtime.CompilerServices;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The behaviour of reporters of all kinds, whatever their destination.</summary>
[Trait("Category", "Slow")]
public sealed class ReporterContractTests
{
    private static readonly TimeSpan s_patience = Threads.Patience;

    public static TheoryData<string> Kinds => [.. Destination.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task R1_reports_and_stops_with_the_last_state(string kind)
    {
        using var metrics = new MetricsOfATest();
        using Destination destination = Destination.All[kind]();
        await using Reporter reporter = destination.Create(metrics.Registry);
        reporter.Start();
        metrics.Count(2);
        Assert.True(await reporter.FlushAsync(s_patience));
        await ArrivesAsync(destination, 2);

        metrics.Count(3);
        if (kind == "prometheus")
        {
            await ArrivesAsync(destination, 5);
        }

        Assert.True(await reporter.StopAsync(s_patience));

        await ArrivesAsync(destination, 5);
        Assert.Equal(kind, reporter.Kind);
        Assert.Equal(ReporterState.Stopped, reporter.State);
        Assert.Null(reporter.LastError);
        Assert.Equal(0, reporter.Failures + reporter.Dropped);
        Assert.True(reporter.LastSize?.Series > 0);
        Assert.NotNull(reporter.LastReport);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task R1_goes_on_while_its_destination_is_away_and_after_it_came_back(string kind)
    {
        using var metrics = new MetricsOfATest();
        using Destination destination = Destination.All[kind]();
        await using Reporter reporter = destination.Create(metrics.Registry);
        var notices = new List<string>();
        reporter.Noticed += (_, notice) => notices.Add(notice.Message);
        reporter.Start();
        metrics.Count();
        Assert.True(await reporter.FlushAsync(s_patience));

        destination.GoAway();
        for (int i = 0; i < 3; i++)
        {
            metrics.Count();
            bool arrived = await reporter.FlushAsync(s_patience);
            Assert.True(arrived != destination.FailsWhileAway || !destination.IsConfirmed);
        }

        Assert.Equal(destination.FailsWhileAway ? ReporterState.Failing : ReporterState.Running, reporter.State);
        Assert.Equal(destination.FailsWhileAway ? 1 : 0, notices.Count);
        destination.ComeBack();
        metrics.Count();
        bool isBack = await reporter.FlushAsync(s_patience);

        Assert.True(isBack || (!destination.IsConfirmed && await reporter.FlushAsync(s_patience)));
        Assert.Equal(ReporterState.Running, reporter.State);
        Assert.Equal(destination.FailsWhileAway ? 2 : 0, notices.Count);
        if (destination.IsConfirmed)
        {
            await ArrivesAsync(destination, 5);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task R1_two_at_once_both_report_all(string kind)
    {
        using var metrics = new MetricsOfATest();
        using Destination first = Destination.All[kind]();
        using Destination second = Destination.All[kind]();
        await using Reporter one = first.Create(metrics.Registry);
        await using Reporter other = second.Create(metrics.Registry);
        one.Start();
        other.Start();
        metrics.Count(4);

        Assert.True(await one.FlushAsync(s_patience));
        await ArrivesAsync(first, 4);
        metrics.Count(4);
        bool[] flushed = await Task.WhenAll(one.FlushAsync(s_patience), other.FlushAsync(s_patience));

        Assert.All(flushed, Assert.True);
        Assert.NotEqual(one.Name, other.Name);
        await ArrivesAsync(first, 8);
        await ArrivesAsync(second, 8);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void R1_nothing_is_left_of_a_hundred_that_were_started_and_stopped(string kind)
    {
        using var metrics = new MetricsOfATest();
        using Destination destination = Destination.All[kind]();

        WeakReference[] reporters = [.. Enumerable.Range(0, 100).Select(_ => StartAndStop(destination, metrics))];

        // A thread, a place in the list of reporters or a callback for the end of the process would keep it.
        Assert.All(reporters.SkipLast(1), reporter => Assert.True(Garbage.Collects(reporter)));
        Assert.DoesNotContain(Reporter.List(), reporter => reporter.Registry == metrics.Registry);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StartAndStop(Destination destination, MetricsOfATest metrics)
    {
        Reporter reporter = destination.Create(metrics.Registry);
        reporter.Start();
        metrics.Count();
        reporter.Dispose();
        return new WeakReference(reporter);
    }

    // A datagram may arrive a little later than its report ends.
    private static async Task ArrivesAsync(Destination destination, long expected)
    {
        for (int attempt = 0; destination.Arrived() != expected && attempt < 600; attempt++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, destination.Arrived());
    }
}
