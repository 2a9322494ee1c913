using System.Management.Automation;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class TraceRaceTests : IDisposable
{
    private const int Rounds = 100;
    private readonly ModuleSession _session = new();
    private readonly ModuleSession _other = new();

    public void Dispose()
    {
        _session.Dispose();
        _other.Dispose();
    }

    /// <summary>The promise: a trace that is stopped at any time, also before it has begun, ends and leaves no
    /// handler.</summary>
    [Fact]
    public void P3_trace_is_stopped_at_any_time()
    {
        Threads.RunDuring(
            () =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    using PowerShell pipeline = Start();
                    Thread.SpinWait(round * 1_000);
                    pipeline.Stop();
                    Assert.NotEqual(PSInvocationState.Running, pipeline.InvocationStateInfo.State);
                }
            },
            static () => TelemetryDispatcher.Default.Execute("job.done"));

        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    /// <summary>The promise: a trace whose handler another session unregisters, maybe at once, ends by itself.</summary>
    [Fact]
    public void P3_trace_ends_when_its_handler_is_unregistered_at_any_time()
    {
        Threads.RunDuring(
            () =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    using PowerShell pipeline = Start(out IAsyncResult run);
                    Assert.True(run.AsyncWaitHandle.WaitOne(Threads.Patience), "The trace did not end.");
                    pipeline.EndInvoke(run);
                    Assert.Contains("unregistered", pipeline.Streams.Warning[^1].Message, StringComparison.Ordinal);
                }
            },
            () => _other.Run("Get-TelemetryHandler | Unregister-TelemetryHandler"),
            DetachAll);

        Assert.Empty(TelemetryDispatcher.Default.List());

        // Quicker than a script: before the trace itself knows its handler.
        static void DetachAll()
        {
            foreach (HandlerInfo entry in TelemetryDispatcher.Default.List())
            {
                entry.Registration.Detach();
            }
        }
    }

    [Fact]
    public void P3_trace_goes_on_while_other_sessions_import_and_remove_the_module()
    {
        using var trace = new RunningTrace("job.*");
        for (int round = 0; round < 20; round++)
        {
            Assert.Empty(_other.Run(
                """
                param($module)
                Register-TelemetryHandler h other { }
                Remove-Module Telemetry
                Import-Module $module
                """,
                TelemetrySession.ModulePath).Clean().Output);
            TelemetryDispatcher.Default.Execute("job.done", round);
        }

        trace.AwaitCount(20);
        trace.Stop();

        Assert.Equal(Enumerable.Range(0, 20), trace.Events.Select(traced => (int)traced.Measurements["value"]));
    }

    /// <summary>The promise: what is emitted by others while the block runs is all there, and nothing of what comes
    /// after.</summary>
    [Fact]
    public void P5_block_ends_while_others_emit()
    {
        int emitted = 0;

        Threads.RunDuring(
            () =>
            {
                for (int round = 0; round < Rounds / 4; round++)
                {
                    object?[] output = _session.Run(
                        """
                        param($round)
                        Trace-TelemetryEvent { Invoke-TelemetryEvent mine $round; Invoke-TelemetryEvent mine $round } |
                            & { process { "$($_.EventName) $($_.Measurements['value'])" } }
                        """,
                        round).Clean().Output;
                    Assert.Equal(2, output.Count(line => $"{line}" == $"mine {round}"));
                    Assert.DoesNotContain(output, line => $"{line}" == $"mine {round - 1}");
                }
            },
            () => TelemetryDispatcher.Default.Execute("others", Interlocked.Increment(ref emitted)),
            () => TelemetryDispatcher.Default.Execute("others", Interlocked.Increment(ref emitted)));

        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    private PowerShell Start() => Start(out _);

    private PowerShell Start(out IAsyncResult run)
    {
        var pipeline = PowerShell.Create(_session.Session.Runspace);
        pipeline.AddScript("Trace-TelemetryEvent");
        run = pipeline.BeginInvoke();
        return pipeline;
    }
}
