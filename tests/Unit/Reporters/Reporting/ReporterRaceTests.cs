using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Starts, flushes and stops at the same time.</summary>
[Trait("Category", "Slow")]
public sealed class ReporterRaceTests : IDisposable
{
    private readonly MetricsOfATest _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void R1_last_state_arrives_however_a_stop_meets_flushes()
    {
        for (int round = 1; round <= 300; round++)
        {
            var reporter = new MemoryReporter(new() { Registry = _metrics.Registry });
            reporter.Start();
            int expected = round;

            Threads.Run(
                () => Assert.True(Wait(CountAndStop(reporter))),
                () => Wait(reporter.FlushAsync(Threads.Patience)),
                () => Wait(reporter.FlushAsync(Threads.Patience)));

            Assert.Equal(expected, reporter.LastTotal);
            Assert.Equal(1, reporter.Closed);
        }
    }

    [Fact]
    public void R1_stop_that_meets_a_start_leaves_nothing_running()
    {
        for (int round = 0; round < 300; round++)
        {
            var reporter = new MemoryReporter(new() { Registry = _metrics.Registry });

            Threads.Run(
                () =>
                {
                    try
                    {
                        reporter.Start();
                    }
                    catch (InvalidOperationException)
                    {
                        // The stop came first.
                    }
                },
                () => Wait(reporter.StopAsync(Threads.Patience)));

            Assert.Equal(ReporterState.Stopped, reporter.State);
            Assert.Equal(reporter.Opened, reporter.Closed);
            Assert.DoesNotContain(reporter, Reporter.List());
        }
    }

    private static bool Wait(Task<bool> task) => task.GetAwaiter().GetResult();

    private Task<bool> CountAndStop(MemoryReporter reporter)
    {
        _metrics.Count();
        return reporter.StopAsync(Threads.Patience);
    }
}
