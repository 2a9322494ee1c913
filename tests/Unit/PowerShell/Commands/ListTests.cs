using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class ListTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void C10_unregistered_handler_is_not_called_again()
    {
        ScriptResult result = _session.Run(
            """
            $script:n = 0
            Register-TelemetryHandler h a.b, a.c { $script:n++ }
            Invoke-TelemetryEvent a.b
            Unregister-TelemetryHandler H
            Invoke-TelemetryEvent a.b
            Invoke-TelemetryEvent a.c
            $script:n
            """);

        Assert.Equal(1, result.Clean().Single);
    }

    [Theory]
    [InlineData("Unregister-TelemetryHandler nope")]
    [InlineData("Get-TelemetryHandler nope")]
    [InlineData("Register-TelemetryHandler nope a.b { }; Unregister-TelemetryHandler nope; Unregister-TelemetryHandler nope")]
    public void C11_unknown_id_is_a_non_terminating_error(string script)
    {
        ScriptResult result = _session.Run($"{script}; 'went on'");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("HandlerNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("nope", error.TargetObject);
        Assert.Equal("went on", result.Single);
    }

    [Theory]
    [InlineData("Unregister-TelemetryHandler nope*")]
    [InlineData("Get-TelemetryHandler nope*")]
    public void C11_wildcard_that_matches_nothing_is_no_error(string script) => _session.Run(script).Clean();

    [Theory]
    [InlineData("", "list.b list.b.c list.bc weblist.done")]
    [InlineData("list", "list.b list.b.c list.bc")]
    [InlineData("LIST.B", "list.b list.b.c")]
    [InlineData("list.b.c.d", "")]
    [InlineData("weblis", "")]
    public void C12_prefix_goes_by_segment(string prefix, string expected)
    {
        ScriptResult result = _session.Run(
            """
            param($prefix)
            Register-TelemetryHandler h list.b, list.b.c, list.bc, weblist.done { }
            $list = if ($prefix) { Get-TelemetryHandler -EventName $prefix } else { Get-TelemetryHandler }
            $list.ForEach({ $_.EventName.ToString() }) -join ' '
            """,
            prefix);

        Assert.Equal(expected, result.Clean().Single);
    }

    [Fact]
    public void C13_list_is_in_the_order_of_registration_and_so_are_calls()
    {
        ScriptResult result = _session.Run(
            """
            $script:calls = @()
            foreach ($id in 'z', 'a', 'm') { Register-TelemetryHandler $id a.b { param($n, $m, $d, $c) $script:calls += $c } $id }
            Invoke-TelemetryEvent a.b
            (Get-TelemetryHandler).Id -join ' '
            $script:calls -join ' '
            """);

        Assert.Equal(["z a m", "z a m"], result.Clean().Output);
    }

    [Fact]
    public void Handlers_are_found_by_wildcard_and_unregistered_by_pipeline()
    {
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler job-1 a.b, a.c { }
            Register-TelemetryHandler job-2 a.b { }
            Register-TelemetryHandler other a.b { }
            (Get-TelemetryHandler JOB-*).Id -join ' '
            Get-TelemetryHandler job-* | Unregister-TelemetryHandler
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal(["job-1 job-1 job-2", "other"], result.Clean().Output);
    }

    [Fact]
    public void Id_with_wildcard_characters_stands_for_itself()
    {
        using HandlerRegistration ofCode = TelemetryDispatcher.Default.Attach("a[1]", "a.b", static (in _, _) => { });
        ScriptResult result = _session.Run(
            """
            Register-TelemetryHandler 'a1' a.b { }
            Unregister-TelemetryHandler 'a[1]'
            (Get-TelemetryHandler).Id
            """);

        Assert.Equal("a1", result.Clean().Single);
    }

    [Fact]
    public void WhatIf_unregisters_nothing()
    {
        _session.Run("Register-TelemetryHandler h a.b { }; Unregister-TelemetryHandler h -WhatIf").Clean();

        Assert.Single(TelemetryDispatcher.Default.List());
    }

    [Theory]
    [InlineData("Get-TelemetryHandler -EventName 'a b'")]
    [InlineData("Get-TelemetryHandler -EventName ''")]
    public void C07_bad_prefix_is_an_error(string script) => Assert.StartsWith(
        "InvalidEventName,", _session.Run(script).Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void Handler_in_code_is_listed_beside_scripts()
    {
        using HandlerRegistration registration =
            TelemetryDispatcher.Default.Attach("code", "a.b", (in EventData _, object? _) => { }, "cfg");

        ScriptResult result = _session.Run(
            "Get-TelemetryHandler code | ForEach-Object { \"$($_.EventName) [$($_.ScriptBlock)] $($_.Config)\" }");

        Assert.Equal("a.b [] cfg", result.Clean().Single);
    }
}
