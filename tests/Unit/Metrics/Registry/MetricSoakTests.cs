using Telemetry.Benchmarks.Scale;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

[Trait("Category", "Slow")]
public sealed class MetricSoakTests
{
    private const int Workers = 8;
    private const int EmitsOfEach = 230_000;
    private const int Sessions = 4;
    private const int EmitsOfSession = 40_000;

    [Fact]
    public void M12_totals_of_two_million_events_are_exact_while_metrics_are_added_removed_and_collected()
    {
        using var soak = new MetricSoak(TelemetryDispatcher.Default);
        TelemetryEvent handle = TelemetryDispatcher.Default.GetEvent(MetricSoak.EventName);
        string? wentDown = null;

        Threads.RunDuring(
            () => Threads.Run([
                .. Enumerable.Repeat<Action>(() => Emit(handle), Workers),
                .. Enumerable.Repeat<Action>(EmitInSession, Sessions),
            ]),
            () => wentDown ??= soak.Cycle());

        const long Emits = ((long)Workers * EmitsOfEach) + (Sessions * EmitsOfSession);
        Assert.Equal(2_000_000, Emits);
        Assert.Equal(20, soak.MetricCount);
        Assert.Null(wentDown);
        Assert.InRange(soak.Cycles, 1, int.MaxValue);
        Assert.Empty(soak.Differences(Emits, Workers * SumOf(EmitsOfEach) + (Sessions * SumOf(EmitsOfSession))));
    }

    private static void Emit(TelemetryEvent handle)
    {
        for (long i = 0; i < EmitsOfEach; i++)
        {
            handle.Execute([new("n", i % 7)], [new("tag", MetricSoak.TagOf(i))]);
        }
    }

    private static void EmitInSession()
    {
        using TelemetrySession session = TelemetrySession.Open();
        session.Run($$"""
            $handle = Get-TelemetryEvent {{MetricSoak.EventName}}
            for ($i = 0; $i -lt {{EmitsOfSession}}; $i++) { $handle.Execute(@{ n = $i % 7 }, @{ tag = "$($i % 37)" }) }
            """);
    }

    private static long SumOf(int emits) => Enumerable.Range(0, emits).Sum(i => (long)(i % 7));
}
