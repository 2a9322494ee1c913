using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class EmitTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void C08_names_and_keys_ignore_case()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h Web.Done { param($n, $m, $d) $script:got = "$n $($m.Duration) $($d['ROUTE'])" }
            Invoke-TelemetryEvent wEB.dONE @{ duration = 1 } @{ route = '/' }
            $script:got
            """);

        Assert.Equal("Web.Done 1 /", result.Clean().Single);
    }

    [Fact]
    public void C14_only_the_event_of_that_very_name_is_handled()
    {
        ScriptResult result = _session.Run(
            """
            $script:seen = @()
            Register-TelemetryHandler parent a { $script:seen += 'a' }
            Register-TelemetryHandler self a.b { $script:seen += 'a.b' }
            Register-TelemetryHandler child a.b.c { $script:seen += 'a.b.c' }
            Invoke-TelemetryEvent a.b
            $script:seen
            """);

        Assert.Equal("a.b", result.Clean().Single);
    }

    [Fact]
    public void C15_handlers_have_run_when_the_cmdlet_returns_on_the_same_thread()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h a.b { $script:thread = [Environment]::CurrentManagedThreadId }
            Invoke-TelemetryEvent a.b
            $script:thread -eq [Environment]::CurrentManagedThreadId
            """);

        Assert.Equal(true, result.Clean().Single);
    }

    [Fact]
    public void C16_event_without_measurements_metadata_or_handlers_is_fine()
    {
        ScriptResult result = _session.Run(
            """
            Invoke-TelemetryEvent nobody.listens
            Register-TelemetryHandler h a.b {
                param($n, $m, $d)
                $script:got = "$($m.PSBase.Count) $($d.PSBase.Count) $($null -eq $m) $($null -eq $d)"
            }
            Invoke-TelemetryEvent a.b
            $script:got
            """);

        Assert.Equal("0 0 False False", result.Clean().Single);
    }

    [Fact]
    public void C17_bare_number_is_delivered_as_value()
    {
        ScriptResult result = _session.Run(
            """
            $script:got = @()
            Register-TelemetryHandler h a.b { param($n, $m) $script:got += $m.value }
            Invoke-TelemetryEvent a.b 3
            (Get-TelemetryEvent a.b).Execute(4)
            $script:got
            """);

        Assert.Equal([3, 4], result.Clean().Output);
    }

    [Theory]
    [InlineData("Invoke-TelemetryEvent a.b @{ ok = 1; bad = 'text' }", "InvalidMeasurement", "bad", "text")]
    [InlineData("Invoke-TelemetryEvent a.b @{ bad = $true }", "InvalidMeasurement", "System.Boolean", true)]
    [InlineData("Invoke-TelemetryEvent a.b 'text'", "InvalidMeasurement", "dictionary", "text")]
    [InlineData("Invoke-TelemetryEvent a.b @{ } 5", "InvalidMetadata", "dictionary", 5)]
    [InlineData("Invoke-TelemetryEvent 'a..b'", "InvalidEventName", "empty segment", "a..b")]
    [InlineData("Invoke-TelemetryEvent ''", "InvalidEventName", "empty", "")]
    [InlineData("Test-TelemetryEvent 'a b'", "InvalidEventName", "white space", "a b")]
    [InlineData("Get-TelemetryEvent 'a b'", "InvalidEventName", "white space", "a b")]
    public void Bad_input_is_a_non_terminating_error_that_says_what_to_do(
        string script, string errorId, string message, object target)
    {
        ScriptResult result = _session.Run($"{script}; 'went on'");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal("went on", result.Single);
    }

    [Fact]
    public void Bad_item_in_a_pipeline_does_not_stop_the_others()
    {
        ScriptResult result = _session.Run(
            """
            $script:seen = @()
            Register-TelemetryHandler h a.b { param($n, $m, $d) $script:seen += $m.n + $d.add }
            1, 'bad', 3 | ForEach-Object { [pscustomobject]@{ EventName = 'a.b'; Measurements = @{ n = $_ }; Metadata = @{ add = 10 } } } |
                Invoke-TelemetryEvent
            $script:seen
            """);

        Assert.Equal([11, 13], result.Output);
        Assert.Single(result.Errors);
    }

    [Fact]
    public void Test_tells_whether_anyone_listens()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h a.b { }
            Test-TelemetryEvent a.b, a.c, A.B
            (Get-TelemetryEvent a.b).HasHandlers
            """);

        Assert.Equal([true, false, true, true], result.Clean().Output);
    }

    [Fact]
    public void Handle_emits_and_is_listed_among_the_events_known()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler h handle.test.b { param($n, $m, $d) $script:got = "$n $($m.ms) $($d.x)" }
            $e = Get-TelemetryEvent handle.test.b
            $e.Execute(@{ ms = 3 }, @{ x = 'y' })
            $script:got
            $null = Get-TelemetryEvent handle.test.a
            Get-TelemetryEvent handle.test.* | ForEach-Object { $_.EventName.ToString() }
            """);

        Assert.Equal(["handle.test.b 3 y", "handle.test.a", "handle.test.b"], result.Clean().Output);
    }

    [Fact]
    public void Event_of_code_reaches_a_script_and_the_other_way_round()
    {
        var seen = new List<string>();
        using HandlerRegistration registration = TelemetryDispatcher.Default.Attach(
            "code", "from.script", (in EventData data, object? _) => seen.Add(data.EventName.ToString()));
        _session.Run(
            "Register-TelemetryHandler script from.code { param($n) $script:got = $n }; Invoke-TelemetryEvent from.script").Clean();

        TelemetryDispatcher.Default.Execute("from.code");

        Assert.Equal(["from.script"], seen);
    }
}
