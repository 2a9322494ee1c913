using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Runs what the pages show, each example in a session of its own that has nothing but the engine and the
/// module.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class DocumentationTests : IDisposable
{
    // What they need besides the engine, by page. tests/Pester/Documentation.Tests.ps1 runs these pages in a PowerShell that has
    // it; all other examples run here.
    private static readonly string[] s_needs =
    [
        "docs/cookbook/alert.md: ConvertTo-Json Get-Content Invoke-RestMethod Join-Path Write-Verbose",
        "docs/cookbook/count-requests.md: Get-Content Measure-Object Select-Object Sort-Object",
        "docs/cookbook/instrument-a-library.md: Join-Path",
        "docs/cookbook/instrument-a-library.md: Set-Item",
        "docs/cookbook/log-failures.md: ConvertFrom-Json ConvertTo-Json Get-Content Get-Process New-Item Split-Path Write-Warning",
        "docs/cookbook/test-events.md: AfterEach BeforeAll Describe It Should",
        "docs/cookbook/time-a-deployment.md: Export-Csv Get-Date Group-Object Import-Csv Select-Object Sort-Object Start-Sleep "
            + "Test-Path Write-Warning",
        "docs/from-engine-events.md: Get-EventSubscriber New-Event Register-EngineEvent Unregister-Event",
        "docs/from-engine-events.md: New-Event Register-EngineEvent Unregister-Event",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    public static TheoryData<string, int, string, string> Examples() => DocumentedExample.Where(
        block => block.Language == "powershell" && EngineCommands.MissingIn(block.Code).Length == 0);

    public static TheoryData<string, int, string, string> ExamplesForPester() => DocumentedExample.Where(
        block => block.Language == "powershell" && EngineCommands.MissingIn(block.Code).Length > 0);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Examples_that_need_more_than_the_engine_are_these() => Assert.Equal(
        s_needs,
        DocumentedPage.All
            .SelectMany(page => page.Blocks)
            .Where(block => block.Language == "powershell")
            .Select(block => (block.Page, Missing: EngineCommands.MissingIn(block.Code)))
            .Where(block => block.Missing.Length > 0)
            .Select(block => $"{block.Page}: {string.Join(' ', block.Missing)}"));

    // The unit tests alone check this much of them: that the parameters of the module's cmdlets exist.
    [Theory]
    [MemberData(nameof(ExamplesForPester))]
    public void Example_that_is_run_elsewhere_calls_the_cmdlets_by_parameters_that_they_have(
        string page, int line, string script, string output)
    {
        using TelemetrySession session = TelemetrySession.Open();
        Runspace? before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = session.Runspace;
        try
        {
            CommandAst[] calls =
            [
                .. Parser.ParseInput(script, out _, out _).FindAll(node => node is CommandAst, true).Cast<CommandAst>()
                    .Where(call => call.GetCommandName()?.Contains("-Telemetry", StringComparison.Ordinal) == true),
            ];

            Assert.All(calls, call => Assert.Empty(StaticParameterBinder.BindCommand(call, resolve: true).BindingExceptions.Select(
                problem => $"{page}, line {line}: {call.Extent.Text}: {problem.Value.BindingException.Message}")));
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }

        Assert.True(output.Length > 0, $"{page}, line {line}, does not say what it prints.");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_prints_what_its_page_says(string page, int line, string script, string output)
    {
        using (TelemetrySession session = TelemetrySession.Open())
        using (var pipeline = PowerShell.Create(session.Runspace))
        {
            // The readme is read in the root of the repository; what the others write goes elsewhere.
            session.Runspace.SessionStateProxy.Path.SetLocation(page == "README.md" ? Repository.Root : _folder.FullName);
            // By its path: by its name it is found where it is installed.
            pipeline.AddScript(script.Replace(
                "Import-Module Telemetry\n", $"Import-Module '{TelemetrySession.ModulePath}'\n", StringComparison.Ordinal));
            pipeline.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.All, PipelineResultTypes.Output);

            string written = string.Join('\n', pipeline.Invoke().Select(Line));

            Assert.True(
                DocumentedExample.Stable(output) == DocumentedExample.Stable(written),
                $"{page}, line {line}, prints:\n{written}\n\nand not:\n{output}");
        }

        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    /// <summary>An object as a console shows it.</summary>
    private static string Line(PSObject item) => item.BaseObject switch
    {
        WarningRecord warning => $"WARNING: {warning.Message}",
        VerboseRecord verbose => $"VERBOSE: {verbose.Message}",
        DebugRecord debug => $"DEBUG: {debug.Message}",
        ErrorRecord error => $"ERROR: {error}",
        _ => item.ToString(),
    };
}
