using System.Text.RegularExpressions;

namespace Telemetry.Tests.Support;

/// <summary>The examples of the pages under docs: blocks of code, each followed by what it prints, if it prints
/// anything.</summary>
internal static partial class DocumentedExample
{
    /// <summary>Each example in a language: its page, its line there, its code, and what the page says it prints.</summary>
    public static TheoryData<string, int, string, string> All(string language)
    {
        var examples = new TheoryData<string, int, string, string>();
        foreach (string page in Directory.GetFiles(Repository.PathOf("docs"), "*.md").Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(page).ReplaceLineEndings("\n");
            Match[] blocks = [.. CodeBlock().Matches(text).Cast<Match>()];
            for (int i = 0; i < blocks.Length; i++)
            {
                if (blocks[i].Groups["language"].Value == language)
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

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
