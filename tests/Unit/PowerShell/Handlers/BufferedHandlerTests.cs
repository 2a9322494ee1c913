using System.Collections.Concurrent;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class BufferedHandlerTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void P4_buffered_handler_gets_all_events_in_order_and_unregistering_waits_for_them()
    {
        ScriptResult result = _session.Run(
            """
            $seen = [System.Collections.Concurrent.ConcurrentQueue[int]]::new()
            Register-TelemetryHandler p4 buffered.a { param($n, $m, $d, $c) $c.Enqueue($m.i) } $seen -Buffered -DrainTimeout 30
            $e = Get-TelemetryEvent buffered.a
            foreach ($i in 1..500) { $e.Execute(@{ i = $i }) }
            Unregister-TelemetryHandler p4
            $seen.ToArray() -join ' '
            """);

        Assert.Equal(string.Join(' ', Enumerable.Range(1, 500)), result.Clean().Single);
    }

    [Fact]
    public void P4_slow_handler_does_not_hold_up_the_emitter_and_what_does_not_fit_is_counted()
    {
        using var gate = new ManualResetEventSlim();
        using var isAtWork = new ManualResetEventSlim();
        ScriptResult result = _session.Run(
            """
            $config = @{ Gate = $args[0]; IsAtWork = $args[1]; Seen = [System.Collections.Concurrent.ConcurrentQueue[int]]::new() }
            Register-TelemetryHandler p4 buffered.a -Config $config -Buffered -DrainTimeout 30 -Capacity 3 -ScriptBlock {
                param($n, $m, $d, $c)
                $c.IsAtWork.Set()
                $null = $c.Gate.Wait(30000)
                $c.Seen.Enqueue($m.i)
            }
            Invoke-TelemetryEvent buffered.a @{ i = 0 }
            $null = $args[1].Wait(30000)
            foreach ($i in 1..8) { Invoke-TelemetryEvent buffered.a @{ i = $i } }
            $h = Get-TelemetryHandler p4
            "capacity $($h.Capacity): $($h.Delivered) delivered, $($h.Dropped) dropped, $($h.Queued) queued"
            $args[0].Set()
            Unregister-TelemetryHandler p4
            $config.Seen.ToArray() -join ' '
            """,
            gate,
            isAtWork);

        Assert.Equal(["capacity 3: 0 delivered, 5 dropped, 4 queued", "0 1 2 3"], result.Clean().Output);
    }

    [Fact]
    public void P4_full_buffer_can_drop_what_has_waited_longest()
    {
        using var gate = new ManualResetEventSlim();
        using var isAtWork = new ManualResetEventSlim();
        ScriptResult result = _session.Run(
            """
            $config = @{ Gate = $args[0]; IsAtWork = $args[1]; Seen = [System.Collections.Concurrent.ConcurrentQueue[int]]::new() }
            $buffer = @{ Buffered = $true; DrainTimeout = 30; Capacity = 3; FullMode = 'DropOldest' }
            Register-TelemetryHandler p4 buffered.a -Config $config @buffer -ScriptBlock {
                param($n, $m, $d, $c)
                $c.IsAtWork.Set()
                $null = $c.Gate.Wait(30000)
                $c.Seen.Enqueue($m.i)
            }
            Invoke-TelemetryEvent buffered.a @{ i = 0 }
            $null = $args[1].Wait(30000)
            foreach ($i in 1..8) { Invoke-TelemetryEvent buffered.a @{ i = $i } }
            $args[0].Set()
            Unregister-TelemetryHandler p4
            $config.Seen.ToArray() -join ' '
            """,
            gate,
            isAtWork);

        Assert.Equal("0 6 7 8", result.Clean().Single);
    }

    [Fact]
    public void P4_handler_that_does_not_end_is_left_after_the_time_limit_and_the_rest_is_dropped()
    {
        using var gate = new ManualResetEventSlim();
        using var isAtWork = new ManualResetEventSlim();
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler p4 buffered.a -Config $args -Buffered -DrainTimeout 0:0:0.05 -ScriptBlock {
                param($n, $m, $d, $c)
                $c[1].Set()
                $null = $c[0].Wait(30000)
            }
            foreach ($i in 1..4) { Invoke-TelemetryEvent buffered.a }
            $null = $args[1].Wait(30000)
            Unregister-TelemetryHandler p4
            'gone'
            """,
            gate,
            isAtWork);
        gate.Set();

        Assert.Equal("gone", result.Clean().Single);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    /// <summary>The first handler can go on only when the second one is gone.</summary>
    [Theory]
    [InlineData("Unregister-TelemetryHandler p4.first, p4.second")]
    [InlineData("Unregister-TelemetryHandler p4.*")]
    [InlineData("Get-TelemetryHandler p4.* | Unregister-TelemetryHandler")]
    public void Several_handlers_are_all_unregistered_before_the_wait_for_what_is_queued(string command)
    {
        using var gate = new ManualResetEventSlim();
        _session.Run(
            """
            Register-TelemetryHandler p4.first buffered.a {
                param($n, $m, $d, $c) $null = $c.Wait(60000)
            } $args[0] -Buffered -DrainTimeout 20
            Register-TelemetryHandler p4.second buffered.b { }
            foreach ($i in 1..3) { Invoke-TelemetryEvent buffered.a }
            """,
            gate).Clean();
        Assert.True(TelemetryDispatcher.Default.TryGetHandler("p4.first", out HandlerRegistration? first));
        Assert.True(TelemetryDispatcher.Default.TryGetHandler("p4.second", out HandlerRegistration? second));
        second.Detached += (_, _) => gate.Set();

        _session.Run(command).Clean();

        Assert.Equal("3 delivered, 0 dropped, 0 queued", first.BufferStatistics!.ToString());
    }

    [Fact]
    public void Buffered_handler_that_closes_its_session_does_not_wait_for_itself()
    {
        using var isClosed = new ManualResetEventSlim();
        using var other = new ModuleSession();
        other.Run(
            """
            Register-TelemetryHandler p4 buffered.a -Buffered -DrainTimeout 1:0:0 -Config $args -ScriptBlock {
                param($n, $m, $d, $c)
                $c[0].Close()
                $c[1].Set()
            }
            """,
            other.Session.Runspace,
            isClosed).Clean();

        TelemetryDispatcher.Default.Execute("buffered.a");

        Threads.WaitFor(isClosed);
    }

    [Fact]
    public void Session_that_closes_waits_for_what_is_queued()
    {
        var seen = new ConcurrentQueue<int>();
        using (var other = new ModuleSession())
        {
            other.Run(
                """
                Register-TelemetryHandler p4 buffered.a { param($n, $m, $d, $c) $c.Enqueue($m.i) } $args[0] -Buffered -DrainTimeout 30
                foreach ($i in 1..200) { Invoke-TelemetryEvent buffered.a @{ i = $i } }
                """,
                seen).Clean();
        }

        Assert.Equal(Enumerable.Range(1, 200), seen);
    }

    [Fact]
    public void Failing_buffered_handler_is_unregistered_and_told_of_at_its_sessions_host()
    {
        using var failed = new ManualResetEventSlim();
        void Signal(object? sender, HandlerFailure failure) => failed.Set();
        TelemetryDispatcher.Default.HandlerFailed += Signal;
        try
        {
            _session.Run("Register-TelemetryHandler p4 buffered.a { throw 'boom' } -Buffered; Invoke-TelemetryEvent buffered.a").Clean();

            Threads.WaitFor(failed);
        }
        finally
        {
            TelemetryDispatcher.Default.HandlerFailed -= Signal;
        }

        Assert.Equal("boom", _session.Run("(Get-TelemetryHandler -Detached p4).Message").Single);
    }

    [Fact]
    public void Buffered_handler_of_session_scope_takes_only_what_its_session_emits()
    {
        using var other = new ModuleSession();
        var seen = new ConcurrentQueue<string>();
        _session.Run(
            "Register-TelemetryHandler p4 buffered.a { param($n, $m, $d, $c) $c.Enqueue($d.from) } $args[0] "
                + "-Buffered -DrainTimeout 30 -Scope Session",
            seen).Clean();
        other.Run("Invoke-TelemetryEvent buffered.a @{} @{ from = 'elsewhere' }").Clean();
        ScriptResult result = _session.Run(
            """
            Invoke-TelemetryEvent buffered.a @{} @{ from = 'home' }
            $h = Get-TelemetryHandler p4
            $h.Delivered + $h.Queued
            Unregister-TelemetryHandler p4
            """);

        Assert.Equal(1L, result.Clean().Single);
        Assert.Equal(["home"], seen);
    }

    [Fact]
    public void Buffered_handler_may_unregister_itself()
    {
        ScriptResult result = _session.Run(
            """
            $seen = [System.Collections.Concurrent.BlockingCollection[string]]::new()
            Register-TelemetryHandler p4 buffered.a { param($n, $m, $d, $c) Unregister-TelemetryHandler p4; $c.Add('done') } $seen -Buffered
            Invoke-TelemetryEvent buffered.a
            $seen.Take()
            @(Get-TelemetryHandler).Count
            """);

        Assert.Equal(["done", 0], result.Clean().Output);
    }

    [Fact]
    public void Buffered_handler_that_fails_when_it_is_gone_is_not_said_to_stay()
    {
        using var gate = new ManualResetEventSlim();
        using var isAtWork = new ManualResetEventSlim();
        using var isDone = new ManualResetEventSlim();
        var host = new RecordingHost();
        using TelemetrySession session = TelemetrySession.Open(host);
        session.Run(
            """
            Register-TelemetryHandler p4 buffered.gone -Config $args -Buffered -ScriptBlock {
                param($n, $m, $d, $c)
                $c[0].Set()
                $null = $c[1].Wait(30000)
                throw 'boom'
            }
            Invoke-TelemetryEvent buffered.gone
            """,
            isAtWork,
            gate);
        Threads.WaitFor(isAtWork);
        Assert.True(TelemetryDispatcher.Default.TryGetHandler("p4", out HandlerRegistration? registration));
        registration.Detached += (_, _) => isDone.Set();

        Assert.True(registration.Detach());
        gate.Set();
        Threads.WaitFor(isDone);

        Assert.Equal("Handler 'p4' failed at event 'buffered.gone' and is registered no more: boom", Assert.Single(host.Lines));
    }
}
