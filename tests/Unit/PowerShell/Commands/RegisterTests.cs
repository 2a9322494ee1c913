using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class RegisterTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void C01_handler_is_registered_by_position_with_a_config()
    {
        ScriptResult result = _session.Run(
            """
            $config = @{ seen = @() }
            Register-TelemetryHandler my-handler web.request.done {
                param($n, $m, $d, $c)
                $c.seen += "$n $($m.duration) $($d.route)"
            } $config
            Invoke-TelemetryEvent web.request.done @{ duration = 12 } @{ route = '/users' }
            $config.seen
            """);

        Assert.Equal("web.request.done 12 /users", result.Clean().Single);
    }

    [Fact]
    public void C01_one_handler_takes_many_events()
    {
        ScriptResult result = _session.Run(
            """
            $script:seen = @()
            Register-TelemetryHandler many a.one, a.two { param($EventName) $script:seen += $EventName }
            Invoke-TelemetryEvent a.one
            Invoke-TelemetryEvent a.two
            $script:seen
            """);

        Assert.Equal(["a.one", "a.two"], result.Clean().Output);
    }

    [Fact]
    public void C02_output_of_a_handler_is_dropped()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler loud a.b { 'output'; 42 }
            Invoke-TelemetryEvent a.b
            """);

        Assert.Empty(result.Clean().Output);
    }

    [Fact]
    public void C03_taken_id_is_a_terminating_error_and_changes_nothing()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler Taken a.b { }
            try { Register-TelemetryHandler tAKEN other.event { } } catch { $_ }
            (Get-TelemetryHandler).EventName.ToString()
            """);

        var error = (System.Management.Automation.ErrorRecord)result.Output[0]!;
        Assert.StartsWith("HandlerAlreadyExists,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(System.Management.Automation.ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Equal("tAKEN", error.TargetObject);
        Assert.Contains("-Force", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("a.b", result.Output[1]);
    }

    [Fact]
    public void C03_force_replaces()
    {
        ScriptResult result = _session.Run(
            """
            $script:seen = @()
            Register-TelemetryHandler h a.b, a.c { $script:seen += 'old' }
            Register-TelemetryHandler h a.b { $script:seen += 'new' } -Force
            Invoke-TelemetryEvent a.b
            Invoke-TelemetryEvent a.c
            $script:seen
            """);

        Assert.Equal("new", result.Clean().Single);
    }

    [Theory]
    [InlineData("Register-TelemetryHandler h good.one, 'bad..one' { }", "InvalidEventName", "bad..one")]
    [InlineData("Register-TelemetryHandler h '' { }", "InvalidEventName", "")]
    [InlineData("Register-TelemetryHandler h good.one, 'web.[ab]*' { }", "InvalidEventName", "web.[ab]*")]
    [InlineData("Register-TelemetryHandler h good.one, 'web..*' { }", "InvalidEventName", "web..*")]
    [InlineData("Register-TelemetryHandler h good.one { } -Capacity 5", "InvalidHandlerOption", "Capacity")]
    [InlineData("Register-TelemetryHandler h good.one { } -DrainTimeout 0:0:1", "InvalidHandlerOption", "DrainTimeout")]
    [InlineData("Register-TelemetryHandler h good.one { } -FullMode DropOldest", "InvalidHandlerOption", "FullMode")]
    [InlineData("Register-TelemetryHandler h good.one { } -FailurePolicy Keep -MaxFailures 3", "InvalidHandlerOption", 3)]
    [InlineData("Register-TelemetryHandler '  ' good.one { }", "InvalidHandlerId", "  ")]
    public void C04_C07_bad_input_registers_nothing(string script, string errorId, object target)
    {
        ScriptResult result = _session.Run(script);

        Assert.StartsWith($"{errorId},", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(target, result.Error.TargetObject);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void C05_empty_list_of_events_is_an_argument_error()
    {
        ScriptResult result = _session.Run("Register-TelemetryHandler h @() { }");

        Assert.Contains("EventName", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void C06_event_that_stands_twice_counts_once()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler h a.b, A.B { $script:n++ }
            Invoke-TelemetryEvent a.b
            $script:n
            """);

        Assert.Equal(1, result.Clean().Single);
    }

    [Theory]
    [InlineData("{ begin { } }", "begin")]
    [InlineData("{ process { } }", "process")]
    [InlineData("{ end { } }", "end")]
    [InlineData("{ clean { } }", "clean")]
    [InlineData("{ dynamicparam { } end { } }", "dynamicparam")]
    [InlineData("{ param($a, $b, $c, $d, $e) }", "5 parameters")]
    [InlineData("{ param([Parameter(Mandatory)] $a) }", "mandatory")]
    [InlineData("{ param([Parameter(Mandatory = $true)] $a) }", "mandatory")]
    [InlineData("{ $using:x }", "-Config")]
    public void Block_that_cannot_be_a_handler_is_refused_with_what_to_do(string block, string expected)
    {
        ScriptResult result = _session.Run($"Register-TelemetryHandler h a.b {block}");

        Assert.StartsWith("InvalidScriptBlock,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Theory]
    [InlineData("{ param([Parameter(Mandatory = $false)] $a, $b) }")]
    [InlineData("{ 1 | ForEach-Object { process { $_ } } }")]
    [InlineData("{ $x = 1; 1 | ForEach-Object -Parallel { $using:x } }")]
    public void Block_with_such_things_inside_other_blocks_is_a_handler(string block)
    {
        _session.Run($"Register-TelemetryHandler h a.b {block}").Clean();

        Assert.Single(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void Function_is_a_handler()
    {
        ScriptResult result = _session.Run(
            """
            function On-Event($Name, $Measurements) { $script:got = "$Name $($Measurements.value)" }
            Register-TelemetryHandler h a.b ${function:On-Event}
            Invoke-TelemetryEvent a.b 7
            $script:got
            """);

        Assert.Equal("a.b 7", result.Clean().Single);
    }

    [Fact]
    public void PassThru_writes_an_object_for_each_event()
    {
        ScriptResult result = _session.Run(
            "Register-TelemetryHandler h a.b, a.c { 'block' } 'cfg' -PassThru | "
                + "ForEach-Object { \"$($_.Id) $($_.EventName) $($_.ScriptBlock) $($_.Config)\" }");

        Assert.Equal(["h a.b  'block'  cfg", "h a.c  'block'  cfg"], result.Clean().Output);
    }
}
