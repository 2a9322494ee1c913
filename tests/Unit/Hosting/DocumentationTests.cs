using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using Telemetry.Hosting;
using Telemetry.Tests.Cmdlets;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Runs what the pages show, each example in a session of its own that has nothing but the engine and the
/// module.</summary>
[Collection(SharedDispatcher.Name)]
public sealed partial class DocumentationTests
{
    /// <summary>Each example: its page, its line there, its script, and what the page says it prints.</summary>
    public static TheoryData<string, int, string, string> Examples()
    {
        var examples = new TheoryData<string, int, string, string>();
        foreach (string page in Directory.GetFiles(Repository.PathOf("docs"), "*.md").Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(page).ReplaceLineEndings("\n");
            Match[] blocks = [.. CodeBlock().Matches(text).Cast<Match>()];
            for (int i = 0; i < blocks.Length; i++)
            {
                if (blocks[i].Groups["language"].Value == "powershell")
                {
                    bool prints = i + 1 < blocks.Length && blocks[i + 1].Groups["language"].Value == "text";
                    examples.Add(
                        Path.GetFileName(page),
                        1 + text[..blocks[i].Index].Count(character => character == '\n'),
                        blocks[i].Groups["code"].Value,
                        prints ? blocks[i + 1].Groups["code"].Value.TrimEnd('\n') : string.Empty);
                }
            }
        }

        return examples;
    }

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

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
