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
            Register-TelemetryHandler h stats.a {
                if ($_.Measurements.ms -gt 0) { [System.Threading.Thread]::Sleep($_.Measurements.ms) }
            }
            $h = Get-TelemetryHandler h
            $h.Calls, $h.LastRun
            $start = [datetime]::Now
            foreach ($ms in 0, 20, 0) { Invoke-TelemetryEvent stats.a @{ ms = $ms } }
            $h = Get-TelemetryHandler h
            $h.Calls
            $h.Failures
            $h.LongestTime.TotalMilliseconds -ge 19
            $h.TotalTime -ge $h.LongestTime
            $h.MeanTime.Ticks -eq [math]::Floor($h.TotalTime.Ticks / 3)
            $h.LastRun -ge $start -and $h.LastRun -le [datetime]::Now
            """);

        Assert.Equal([0L, null, 3L, 0L, true, true, true, true], result.Clean().Output);
    }

    [Fact]
    public void Row_of_an_event_counts_its_own_calls_and_failures()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h stats.a, stats.b, 'stats.*', stats.none -FailurePolicy Keep -ScriptBlock {
                param($EventName)
                if ($EventName -eq 'stats.b') { throw 'no route' }
            }
            foreach ($name in 'a', 'b', 'c', 'b', 'a', 'd', 'a') { Invoke-TelemetryEvent stats.$name -WarningAction Ignore }
            Get-TelemetryHandler h | ForEach-Object { "$($_.EventName) $($_.Calls) $($_.Failures) [$($_.LastError)]" }
            $rows = Get-TelemetryHandler h
            $calls = $failures = 0
            foreach ($row in $rows) { $calls += $row.Calls; $failures += $row.Failures }
            $calls, $failures
            $null -eq $rows[3].LastRun
            """);

        Assert.Equal(
            [
                "stats.a 3 0 [no route]",
                "stats.b 2 2 [no route]",
                "stats.* 2 0 [no route]",
                "stats.none 0 0 [no route]",
                7L,
                2L,
                true,
            ],
            result.Clean().Output);
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
