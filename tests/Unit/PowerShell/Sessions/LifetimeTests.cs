using System.Reflection;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class LifetimeTests : IDisposable
{
    private readonly ModuleSession _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void S10_handlers_of_a_module_leave_when_it_is_removed()
    {
        ScriptResult result = _home.Run(
            """
            $module = New-Module -Name Ops { function Start-Ops { Register-TelemetryHandler ops a.b { } } }
            Import-Module $module
            Register-TelemetryHandler mine a.b { }
            Start-Ops
            Remove-Module Ops
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal("mine", result.Clean().Single);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public void S10_modules_own_OnRemove_runs_too_whenever_it_was_set(string when)
    {
        ScriptResult result = _home.Run(
            $$"""
            $global:removed = 0
            $module = New-Module -Name Ops {
                function Set-OnRemove { $ExecutionContext.SessionState.Module.OnRemove = { $global:removed++ } }
                function Start-Ops { Register-TelemetryHandler ops a.b { } }
            }
            Import-Module $module
            if ('{{when}}' -eq 'before') { Set-OnRemove }
            Start-Ops
            if ('{{when}}' -eq 'after') { Set-OnRemove; Invoke-TelemetryEvent a.b }
            Remove-Module Ops
            $global:removed
            @(Get-TelemetryHandler).Count
            """);

        Assert.Equal([1, 0], result.Clean().Output);
    }

    [Fact]
    public void S03_idle_private_sessions_close_and_the_handler_stays()
    {
        var places = new Counter();
        _home.Run(
            "param($c) Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c.Add(1, [runspace]::DefaultRunspace.Id) } $c",
            places).Clean();
        OnThread(() => TelemetryDispatcher.Default.Execute("a.b"));
        object pool = PoolOf("h");

        CloseIdle(pool, DateTime.UtcNow.AddMinutes(-1));
        OnThread(() => TelemetryDispatcher.Default.Execute("a.b"));
        Assert.Single(places.Places);

        CloseIdle(pool, DateTime.UtcNow.AddMinutes(1));
        OnThread(() => TelemetryDispatcher.Default.Execute("a.b"));
        Assert.Equal(2, places.Places.Count);
        Assert.Equal(3, places.Events);
    }

    [Fact]
    public void Private_session_in_use_when_its_handler_leaves_closes_after_the_call()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var runspaces = new System.Collections.Concurrent.ConcurrentQueue<System.Management.Automation.Runspaces.Runspace>();
        _home.Run(
            """
            param($runspaces, $entered, $release)
            Register-TelemetryHandler h a.b {
                param($n, $m, $d, $c)
                $c[0].Enqueue([runspace]::DefaultRunspace); $c[1].Set(); $c[2].Wait()
            } ($runspaces, $entered, $release)
            """,
            runspaces, entered, release).Clean();
        var thread = new Thread(() => TelemetryDispatcher.Default.Execute("a.b"));
        thread.Start();
        entered.Wait(TestContext.Current.CancellationToken);

        _home.Run("Unregister-TelemetryHandler h").Clean();
        Assert.Equal("Opened", $"{runspaces.Single().RunspaceStateInfo.State}");
        release.Set();
        thread.Join();

        Assert.Equal("Closed", $"{runspaces.Single().RunspaceStateInfo.State}");
    }

    [Fact]
    public void Session_that_registers_and_unregisters_all_day_keeps_no_handler()
    {
        _home.Run(
            "for ($i = 0; $i -lt 500; $i++) { Register-TelemetryHandler h a.b { }; Unregister-TelemetryHandler h }; "
                + "Register-TelemetryHandler h a.b { }").Clean();

        object handler = TelemetryDispatcher.Default.List().Single().Handler.Target!;
        object session = Property(handler, "Session");
        object list = Property(session, "Members");
        var kept = (System.Collections.ICollection)list.GetType().GetField(
            "_members", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(list)!;
        Assert.InRange(kept.Count, 1, 16);
    }

    private static object PoolOf(string id)
    {
        Assert.True(TelemetryDispatcher.Default.TryGetHandler(id, out HandlerRegistration? registration));
        object handler = registration.Handler.Target!;
        return handler.GetType().GetField("_privateSessions", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(handler)!;
    }

    private static void CloseIdle(object pool, DateTime before) =>
        pool.GetType().GetMethod("CloseIdle", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(pool, [before]);

    private static object Property(object target, string name) =>
        target.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(target)!;

    private static void OnThread(ThreadStart action)
    {
        var thread = new Thread(action);
        thread.Start();
        thread.Join();
    }
}
