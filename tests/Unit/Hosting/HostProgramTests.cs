using System.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Trait("Category", "Slow")]
public sealed class HostProgramTests
{
    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("function f { exit 4 }; f", 4)]
    [InlineData("exit 0", 0)]
    [InlineData("throw 'bad'", 1)]
    [InlineData("if (", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Command no-such-command", 1)]
    [InlineData("Get-Command no-such-command; 'went on'", 0)]
    [InlineData("1/0; 'went on'", 0)]
    [InlineData("[CmdletBinding()] param([Parameter(Mandatory)][int]$Number) $Number", 1)]
    public async Task Exit_code_is_the_scripts_or_1_after_an_uncaught_error(string script, int expected)
    {
        ProcessResult result = await HostProgram.RunScriptAsync(script, "not-a-number");

        Assert.Equal(expected, result.ExitCode);
    }

    [Fact]
    public async Task Arguments_bind_as_if_typed()
    {
        ProcessResult result = await HostProgram.RunScriptAsync(
            "param($First, [switch]$On, [switch]$Off, $Name, [Parameter(ValueFromRemainingArguments)] $Rest) "
                + "\"$First|$On|$Off|$Name|$Rest\"",
            "-Name", "O'Neill; exit", "one", "-On", "-Off:$false", "-1", "$(x)");

        Assert.Equal("one|True|False|O'Neill; exit|-1 $(x)", Assert.Single(result.Lines));
    }

    [Fact]
    public async Task Module_is_imported_and_output_is_formatted_on_standard_output()
    {
        ProcessResult result = await HostProgram.RunScriptAsync(
            """
            Register-TelemetryHandler h a.b { param($n, $m) $script:got = $m.value }
            Invoke-TelemetryEvent a.b 5
            [pscustomobject]@{ Got = $got; Other = 'x' }
            """);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["Got Other", "--- -----", "5 x"],
            result.Lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Errors_warnings_and_progress_go_to_standard_error()
    {
        ProcessResult result = await HostProgram.RunScriptAsync(
            """
            function Show { [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('careful')
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'Copying', 'file 1'))
            }
            Show
            Get-Command no-such-command
            'done'
            """);

        Assert.Equal(["done"], result.Lines);
        Assert.Contains("WARNING: careful", result.Error, StringComparison.Ordinal);
        Assert.Contains("Copying: file 1", result.Error, StringComparison.Ordinal);
        Assert.Contains("no-such-command", result.Error, StringComparison.Ordinal);
        Assert.Contains("script.ps1:6", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_that_is_not_there_and_no_script_at_all_are_told()
    {
        ProcessResult missing = await HostProgram.RunAsync("no-such.ps1");
        ProcessResult none = await HostProgram.RunAsync();
        ProcessResult help = await HostProgram.RunAsync("--help");

        Assert.Equal((2, 2, 0), (missing.ExitCode, none.ExitCode, help.ExitCode));
        Assert.Contains("no-such.ps1", missing.Error, StringComparison.Ordinal);
        Assert.Contains("SCRIPT [ARGUMENTS]", none.Error, StringComparison.Ordinal);
        Assert.Contains("SCRIPT [ARGUMENTS]", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_of_a_script_is_answered_from_standard_input()
    {
        using var file = new ScriptOnDisk("\"hello $($Host.UI.ReadLine())\"");
        using Process process = HostProgram.Start(file.Path);
        await process.StandardInput.WriteLineAsync("world");
        process.StandardInput.Close();

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("hello world", output.Trim());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Signal_stops_the_script_which_cleans_up(string signal, int expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        using var file = new ScriptOnDisk(
            "try { 'started'; while ($true) { } } finally { [Console]::WriteLine('cleaned up') }; 'not reached'");
        using Process process = HostProgram.Start(file.Path);
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        string rest = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("cleaned up", rest.Trim());
        Assert.Equal(expected, process.ExitCode);
    }
}
