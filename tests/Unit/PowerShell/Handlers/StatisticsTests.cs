using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class StatisticsTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Script_handler_is_counted_and_timed()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h stats.a, stats.b {
                if ($_.Measurements.ms -gt 0) { [System.Threading.Thread]::Sleep($_.Measurements.ms) }
            }
            $h = Get-TelemetryHandler h
            $h[0].Calls, $h[0].LastRun
            $start = [datetime]::Now
            foreach ($ms in 0, 20, 0) { Invoke-TelemetryEvent stats.a @{ ms = $ms } }
            Invoke-TelemetryEvent stats.b @{ ms = 0 }
            foreach ($h in Get-TelemetryHandler h) {
                $h.Calls
                $h.Failures
                $h.LongestTime.TotalMilliseconds -ge 19
                $h.TotalTime -ge $h.LongestTime
                $h.MeanTime.Ticks -eq [math]::Floor($h.TotalTime.Ticks / 4)
                $h.LastRun -ge $start -and $h.LastRun -le [datetime]::Now
            }
            """);

        object[] expected = [4L, 0L, true, true, true, true];
        Assert.Equal([0L, null, .. expected, .. expected], result.Clean().Output);
    }

    [Fact]
    public void Code_is_counted_only_if_it_asks_for_it()
    {
        using HandlerRegistration plain = TelemetryDispatcher.Default.Attach("plain", "stats.a", (in _, _) => { });
        using HandlerRegistration counted = TelemetryDispatcher.Default.Attach(
            "counted", "stats.a", (in _, _) => { }, null, new HandlerOptions { CollectsStatistics = true });

        ScriptResult result = _session.Run(
            """
            Invoke-TelemetryEvent stats.a
            Get-TelemetryHandler | ForEach-Object { "$($_.Id) [$($_.Calls)] [$($_.Scope)] [$($_.Queued)]" }
            """);

        Assert.Equal(["plain [] [] []", "counted [1] [] []"], result.Clean().Output);
    }

    [Fact]
    public void Calls_are_counted_that_run_elsewhere_and_not_those_that_the_scope_keeps_away()
    {
        using var other = new ModuleSession();
        _session.Run(
            """
            Register-TelemetryHandler everywhere stats.a { }
            Register-TelemetryHandler here stats.a { } -Scope Session
            """).Clean();
        other.Run("Invoke-TelemetryEvent stats.a").Clean();

        ScriptResult result = _session.Run("Get-TelemetryHandler | ForEach-Object { \"$($_.Id) $($_.Calls) $($_.Scope)\" }");

        Assert.Equal(["everywhere 1 Process", "here 0 Session"], result.Clean().Output);
    }

    [Fact]
    public void Handler_passed_through_tells_of_its_buffer_and_policy()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h stats.a { } -Buffered -Capacity 7 -MaxFailures 4 -PassThru |
                ForEach-Object {
                    "$($_.Capacity) $($_.Queued) $($_.Delivered) $($_.Dropped) $($_.FailurePolicy) $($_.FailurePolicy.MaxFailures)"
                }
            """);

        Assert.Equal("7 0 0 0 DetachAfter(4) 4", result.Clean().Single);
    }
}
