using System.Management.Automation.Language;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Packages;

/// <summary>The scripts of the repository, which Windows PowerShell 5.1 is to run as well.</summary>
public sealed class ScriptFileTests
{
    public static TheoryData<string> Scripts =>
    [
        .. new[] { "tools", "tests", "examples" }
            .SelectMany(folder => Directory.GetFiles(Repository.PathOf(folder), "*.ps*1", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Repository.Root, "*.ps*1"))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_has_no_syntax_that_Windows_PowerShell_lacks(string file)
    {
        ScriptBlockAst script = Parser.ParseFile(Repository.PathOf(file), out Token[] tokens, out ParseError[] errors);

        Assert.Empty(errors);
        Assert.Empty(script.FindAll(
            ast => ast is TernaryExpressionAst or PipelineChainAst
                or MemberExpressionAst { NullConditional: true } or IndexExpressionAst { NullConditional: true },
            searchNestedScriptBlocks: true));
        Assert.DoesNotContain(tokens, token => token.Kind is TokenKind.QuestionQuestion or TokenKind.QuestionQuestionEquals);
    }

    // It reads a file without a byte order mark by the code page of the machine.
    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_is_plain_ascii(string file)
    {
        Assert.DoesNotContain(File.ReadAllText(Repository.PathOf(file)), character => character > '\x7f');
    }
}
