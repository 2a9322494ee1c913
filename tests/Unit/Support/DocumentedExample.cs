using System.Text.RegularExpressions;

namespace Telemetry.Tests.Support;

/// <summary>The examples of the pages under docs and of the packages' readmes: blocks of code, each followed by what it prints, if it prints
/// anything.</summary>
internal static partial class DocumentedExample
{
    /// <summary>Each example in a language: its page, its line there, its code, and what the page says it prints.</summary>
    public static TheoryData<string, int, string, string> All(string language)
    {
        var examples = new TheoryData<string, int, string, string>();
        foreach (string page in Pages().Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(page).ReplaceLineEndings("\n");
            Match[] blocks = [.. CodeBlock().Matches(text).Cast<Match>()];
            for (int i = 0; i < blocks.Length; i++)
            {
                if (blocks[i].Groups["language"].Value == language)
                {
                    bool prints = i + 1 < blocks.Length && blocks[i + 1].Groups["language"].Value == "text";
                    examples.Add(
                        Path.GetRelativePath(Repository.Root, page).Replace('\\', '/'),
                        1 + text[..blocks[i].Index].Count(character => character == '\n'),
                        blocks[i].Groups["code"].Value,
                        prints ? blocks[i + 1].Groups["code"].Value.TrimEnd('\n') : string.Empty);
                }
            }
        }

        return examples;
    }

    private static IEnumerable<string> Pages() =>
        Directory.GetFiles(Repository.PathOf("docs"), "*.md")
            .Concat(Directory.GetDirectories(Repository.PathOf("src")).Select(folder => Path.Combine(folder, "README.md")))
            .Where(File.Exists);

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
