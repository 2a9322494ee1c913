using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>A handler without commands is called by its compiled code, and does what it does by the engine's own call.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class BlockCodeTests : IDisposable
{
    // The path of the script is set by the engine's own call alone, so that a block that reads it is called by that.
    private const string ReadsPath = "if ($false) { $PSScriptRoot }";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("$log.Add(\"$n $($m.ms) $($d.to) $c\")", "code.done 3 x config")]
    [InlineData("$log.Add(\"$_\")", "code.done { ms = 3 } { to = x }")]
    [InlineData("$n = 'own'; $outer = 'own'; $log.Add(\"$n $outer\")", "own own")]
    [InlineData("$log.Add($outer)", "outer")]
    [InlineData("$script:seen++; $log.Add(\"$script:seen\")", "1")]
    [InlineData("foreach ($i in 1..3) { if ($i -eq 2) { continue }; $log.Add(\"$i\") }", "1 3")]
    [InlineData("'output'; 1..3; $log.Add('on')", "on")]
    [InlineData("'output' > $null; $log.Add('on')", "on")]
    [InlineData("$log.Add(\"$(@(1, 2).ForEach({ $_ + $m.ms }))\")", "4 5")]
    [InlineData("return; $log.Add('never')", "")]
    [InlineData("try { 1 / 0 } catch { $log.Add(\"$_\") } finally { $log.Add('end') }", "Attempted to divide by zero. end")]
    [InlineData("trap { $log.Add('trap'); continue } 1 / 0; $log.Add('on')", "trap on")]
    [InlineData("$log.Add('first'); 1 / 0; $log.Add('never')", "first")]
    [InlineData("throw 'wrong'", "")]
    [InlineData("$null.Missing()", "")]
    [InlineData("[int]::Parse('x')", "")]
    [InlineData("[System.Activator]::CreateInstance([uri], 'x')", "")]
    [InlineData("break", "")]
    [InlineData("continue", "")]
    [InlineData("exit 3", "")]
    public void Code_does_what_the_call_of_the_engine_does(string block, string expected)
    {
        string byCode = Emit(block);

        Assert.Equal(Emit($"{block}\n{ReadsPath}"), byCode);
        Assert.StartsWith($"log: {expected}, outer: outer, ", byCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Set-StrictMode -Version Latest")]
    public void Code_of_a_block_of_a_module_uses_the_variables_of_the_module(string preference)
    {
        string byCode = EmitForModule(preference, "");

        Assert.Equal(EmitForModule(preference, ReadsPath), byCode);
        Assert.Equal("2, 3, 1", byCode);
    }

    /// <summary>The engine compiles a block otherwise that has a variable of every scope.</summary>
    [Fact]
    public void Handler_sets_a_variable_of_every_scope_that_was_made_after_its_first_call()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h code.done { $codeEverywhere = 'handler' }
            Invoke-TelemetryEvent code.done
            $before = "$codeEverywhere"
            $ExecutionContext.SessionState.PSVariable.Set(
                [System.Management.Automation.PSVariable]::new('codeEverywhere', 'session', 'AllScope'))
            Invoke-TelemetryEvent code.done
            "$before, $codeEverywhere"
            """);

        Assert.Equal(", handler", result.Clean().Single);
    }

    [Fact]
    public void Breakpoint_that_is_set_after_the_first_call_is_hit()
    {
        ScriptResult result = _session.Run(
            """
            $global:log = [System.Collections.Generic.List[string]]::new()
            Register-TelemetryHandler h code.done { param($EventName) $stop = 1 }
            Invoke-TelemetryEvent code.done
            $breakpoint = [System.Management.Automation.VariableBreakpoint]::new($null, 'stop', 'Write', { $global:log.Add('hit') })
            [runspace]::DefaultRunspace.Debugger.SetBreakpoints([System.Management.Automation.Breakpoint[]] $breakpoint)
            Invoke-TelemetryEvent code.done
            "$log"
            """);

        Assert.Equal("hit", result.Clean().Single);
    }

    [Fact]
    public void Handler_runs_in_the_language_mode_in_which_it_was_written()
    {
        ScriptResult result = _session.Run(
            """
            $log = [System.Collections.Generic.List[string]]::new()
            Register-TelemetryHandler h code.done { $log.Add('full') }
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            Invoke-TelemetryEvent code.done
            $log
            """);

        Assert.Equal("full", result.Clean().Single);
    }

    [Fact]
    public void Handler_that_emits_keeps_its_own_variables()
    {
        ScriptResult result = _session.Run(
            """
            $log = [System.Collections.Generic.List[string]]::new()
            $inner = Get-TelemetryEvent code.inner
            Register-TelemetryHandler inner code.inner { param($n, $m) $value = $m.value; $log.Add("$value") }
            Register-TelemetryHandler outer code.outer {
                param($n, $m) $value = $m.value; $inner.Execute(2); $log.Add("$value $n")
            }
            Invoke-TelemetryEvent code.outer 1
            $log
            """);

        Assert.Equal(["2", "1 code.outer"], result.Clean().Output);
    }

    /// <summary>C# code may give the scope a drive, whose provider is told when the scope ends.</summary>
    [Fact]
    public void Drive_of_the_scope_of_a_handler_is_removed_with_it()
    {
        ScriptResult result = _session.Run(
            """
            Import-Module -Assembly $args[0]
            $log = [System.Collections.Generic.List[string]]::new()
            Register-TelemetryHandler h code.done {
                param($n, $m, $d, $c)
                $drive = [System.Management.Automation.PSDriveInfo]::new('codedrive', $c.Provider.GetOne('Noting'), '/', '', $null)
                $null = $c.Drive.New($drive, 'local')
                $log.Add($c.Drive.Get('codedrive').Name)
            } $ExecutionContext.SessionState
            Invoke-TelemetryEvent code.done
            $log
            """,
            typeof(NotingProvider).Assembly);

        Assert.Equal("codedrive", result.Clean().Single);
        Assert.Contains("codedrive", NotingProvider.Removed);
    }

    private string EmitForModule(string preference, string rest) => (string)_session.Run(
        $$"""
        $module = New-Module {
            $script:own = 1
            function Register-Own {
                Register-TelemetryHandler h code.done {
                    param($n, $m, $d, $c) $script:own++; $c.Add("$script:own"); $null = $undefinedOfAll
                    {{rest}}
                } $args[0] -Force
            }
        }
        $script:own = 'session'
        $log = [System.Collections.Generic.List[string]]::new()
        & $module { Register-Own $args[0] } $log
        {{preference}}
        Invoke-TelemetryEvent code.done
        Invoke-TelemetryEvent code.done
        Set-StrictMode -Off
        $log.Add(@(Get-TelemetryHandler h).Count)
        $log -join ', '
        """).Output.Single()!;

    private string Emit(string block) => (string)_session.Run(
        $$"""
        function Send {
            $outer = 'outer'
            Invoke-TelemetryEvent code.done @{ ms = 3 } @{ to = 'x' } -WarningAction SilentlyContinue
            $outer
        }

        $log = [System.Collections.Generic.List[string]]::new()
        $script:seen = 0
        $Error.Clear()
        Register-TelemetryHandler h code.done {
            param($n, $m, $d, $c) {{block}}
        } config -Force
        $outer = foreach ($i in 1) { Send; $log.Add('') }
        $failure = (Get-TelemetryHandler h).LastFailure
        "log: $(($log -join ' ').Trim()), outer: $outer, errors: $($Error.Count), failure: $($failure.Message) $($failure.StackTrace)"
        """).Output.Single()!;
}
