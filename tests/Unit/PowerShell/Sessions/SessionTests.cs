using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class SessionTests
{
    [Fact]
    public void C09_handlers_leave_when_their_session_closes()
    {
        var session = new ModuleSession();
        session.Run("Register-TelemetryHandler h a.b { }").Clean();

        session.Dispose();

        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void C09_handlers_leave_when_the_module_is_removed_and_come_back_with_it()
    {
        using var session = new ModuleSession();
        using var other = new ModuleSession();
        other.Run("Register-TelemetryHandler other a.b { }").Clean();

        ScriptResult result = session.Run(
            """
            param($module)
            Register-TelemetryHandler h a.b { }
            Remove-Module Telemetry
            Import-Module $module
            (Get-TelemetryHandler).Id
            Register-TelemetryHandler h a.b { }
            (Get-TelemetryHandler).Id -join ' '
            """,
            TelemetrySession.ModulePath);

        Assert.Equal(["other", "other h"], result.Clean().Output);
    }

    [Fact]
    public void S02_handler_sees_the_session_that_registered_it()
    {
        using var session = new ModuleSession();

        ScriptResult result = session.Run(
            """
            $script:count = 0
            function Add-One { $script:count++ }
            Register-TelemetryHandler h a.b { Add-One; $script:count++ } -Scope Session
            Invoke-TelemetryEvent a.b
            $script:count
            """);

        Assert.Equal(2, result.Clean().Single);
    }

    [Fact]
    public void S03_emitted_from_another_session_or_thread_a_copy_runs_apart()
    {
        using var home = new ModuleSession();
        using var other = new ModuleSession();
        var seen = new List<string>();
        home.Run(
            """
            param($seen)
            $global:here = 'home'
            Register-TelemetryHandler h a.b {
                param($n, $m, $d, $c)
                $c.Add("$n $($m.n) $($d.x) $($_.EventName) [$here]")
                $global:here = 'soiled'
            } $seen
            """,
            seen).Clean();

        other.Run("$global:here = 'other'; Invoke-TelemetryEvent a.b @{ n = 1 } @{ x = 'y' }").Clean();
        var thread = new Thread(() => TelemetryDispatcher.Default.Execute("a.b", [new("n", 2)], [new("x", "z")]));
        thread.Start();
        thread.Join();

        Assert.Equal("a.b 1 y a.b []", seen[0]);
        Assert.StartsWith("a.b 2 z a.b ", seen[1], StringComparison.Ordinal);
        Assert.Equal("home", home.Run("$here").Single);
        Assert.Equal("other", other.Run("$here").Single);
    }

    [Fact]
    public void S03_what_a_copy_writes_and_how_it_fails_shows_at_the_emitter()
    {
        using var home = new ModuleSession();
        using var other = new ModuleSession();
        home.Run(
            """
            Register-TelemetryHandler h a.b {
                function fail {
                    [CmdletBinding()] param($m)
                    $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new($m), 'x', 0, $null))
                }
                fail 'an error'
                1/0
            }
            """).Clean();

        ScriptResult result = other.Run("Invoke-TelemetryEvent a.b; 'went on'");

        Assert.Equal("went on", result.Single);
        Assert.Equal("an error", Assert.Single(result.Errors).ToString());
        Assert.Contains("'h'", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void Module_and_program_share_one_core()
    {
        using var session = new ModuleSession();

        string[] cores = [.. AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name == "Telemetry.Core")
            .Select(assembly => assembly.Location)];

        Assert.Equal(typeof(TelemetryDispatcher).Assembly.Location, Assert.Single(cores));
    }
}
