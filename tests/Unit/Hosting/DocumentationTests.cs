using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Telemetry.Hosting;
using Telemetry.Tests.Cmdlets;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Runs what the pages show, each example in a session of its own that has nothing but the engine and the
/// module.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class DocumentationTests
{
    public static TheoryData<string, int, string, string> Examples() => DocumentedExample.All("powershell");

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_prints_what_its_page_says(string page, int line, string script, string output)
    {
        using (TelemetrySession session = TelemetrySession.Open())
        using (var pipeline = PowerShell.Create(session.Runspace))
        {
            pipeline.AddScript(script);
            pipeline.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.All, PipelineResultTypes.Output);

            string written = string.Join('\n', pipeline.Invoke().Select(Line));

            Assert.True(output == written, $"{page}, line {line}, prints:\n{written}\n\nand not:\n{output}");
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
