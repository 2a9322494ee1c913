using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>A topic that Get-Help shows as it is, such as about_Telemetry.</summary>
internal static partial class HelpTopic
{
    public static TheoryData<string> Names =>
    [
        .. Directory.GetFiles(Repository.PathOf("src", "Telemetry.PowerShell", "help", "en-US"), "about_*.help.txt")
            .Select(file => Path.GetFileName(file).Replace(".help.txt", string.Empty))
            .Order(StringComparer.Ordinal),
    ];

    public static string TextOf(string topic) =>
        File.ReadAllText(Repository.PathOf("src", "Telemetry.PowerShell", "help", "en-US", $"{topic}.help.txt")).ReplaceLineEndings("\n");

    /// <summary>The examples: code that stands eight columns in, and what it prints after a line that says so.</summary>
    public static IEnumerable<(int Line, string Code, string Output)> ExamplesOf(string topic)
    {
        string text = TextOf(topic);
        return Example().Matches(text).Select(match => (
            1 + text[..match.Index].Count(character => character == '\n'),
            Unindent(match.Groups["code"].Value),
            Unindent(match.Groups["output"].Value)));
    }

    private static string Unindent(string text) => string.Join(
        '\n', text.TrimEnd('\n').Split('\n').Select(line => line.Length > 8 ? line[8..] : string.Empty));

    [GeneratedRegex(@"(?<code>^ {8}.*\n(( {8}.*)?\n)*)(    Output:\n\n(?<output>( {8}.*\n)+))?", RegexOptions.Multiline)]
    private static partial Regex Example();
}
