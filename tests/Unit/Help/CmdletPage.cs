using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>A page under docs/cmdlets, in the format of PlatyPS 1.0, read without PlatyPS.</summary>
internal sealed partial class CmdletPage
{
    private readonly Dictionary<string, string> _sections;

    private CmdletPage(string name, string text)
    {
        Name = name;
        Text = text;
        Dictionary<string, string> parts = Split(text, "## ");
        Head = parts[string.Empty];
        parts.Remove(string.Empty);
        _sections = parts;
    }

    public static string Folder { get; } = Repository.PathOf("docs", "cmdlets");

    /// <summary>The names of the cmdlets that have a page.</summary>
    public static string[] Names =>
        [.. Directory.GetFiles(Folder, "*-*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public string Text { get; }

    /// <summary>What comes before the first section: what PlatyPS keeps of the page, and its title.</summary>
    public string Head { get; }

    public IEnumerable<string> Sections => _sections.Keys;

    public string Synopsis => _sections["SYNOPSIS"].Trim();

    public string[] Description => Paragraphs(_sections["DESCRIPTION"]);

    public string[] Notes => Paragraphs(_sections["NOTES"]);

    /// <summary>The syntax of each parameter set, on one line.</summary>
    public IEnumerable<KeyValuePair<string, string>> Syntax => Split(_sections["SYNTAX"], "### ")
        .Where(set => set.Key.Length > 0)
        .Select(set => KeyValuePair.Create(
            set.Key.Replace(" (Default)", string.Empty), OneLine(Fence().Match(set.Value).Groups["text"].Value)));

    public PageParameter[] Parameters =>
    [
        .. Split(_sections["PARAMETERS"], "### ").Where(part => part.Key.StartsWith('-'))
            .Select(part => new PageParameter(part.Key[1..], part.Value)),
    ];

    public KeyValuePair<string, string[]>[] Inputs => Types("INPUTS");

    public KeyValuePair<string, string[]>[] Outputs => Types("OUTPUTS");

    public PageExample[] Examples =>
        [.. Split(_sections["EXAMPLES"], "### ").Where(part => part.Key.Length > 0).Select(part => new PageExample(part.Key, part.Value))];

    /// <summary>The related links: what is shown, and where it goes.</summary>
    public KeyValuePair<string, string>[] Links =>
    [
        .. Link().Matches(_sections["RELATED LINKS"])
            .Select(link => KeyValuePair.Create(link.Groups["text"].Value, link.Groups["target"].Value)),
    ];

    public static CmdletPage Of(string name) =>
        new(name, File.ReadAllText(Path.Combine(Folder, $"{name}.md")).ReplaceLineEndings("\n"));

    /// <summary>The paragraphs of a text, each on one line.</summary>
    public static string[] Paragraphs(string text) =>
        [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(OneLine).Where(paragraph => paragraph.Length > 0)];

    private static string OneLine(string text) => Whitespace().Replace(text, " ").Trim();

    private KeyValuePair<string, string[]>[] Types(string section) =>
    [
        .. Split(_sections[section], "### ").Where(part => part.Key.Length > 0)
            .Select(part => KeyValuePair.Create(part.Key, Paragraphs(part.Value))),
    ];

    // By headings of one level. What is fenced is no heading, whatever it looks like.
    private static Dictionary<string, string> Split(string text, string marker)
    {
        var parts = new Dictionary<string, string>();
        string heading = string.Empty;
        bool isFenced = false;
        var lines = new List<string>();
        foreach (string line in text.Split('\n'))
        {
            isFenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isFenced && line.StartsWith(marker, StringComparison.Ordinal))
            {
                parts.Add(heading, string.Join('\n', lines));
                heading = line[marker.Length..];
                lines.Clear();
            }
            else
            {
                lines.Add(line);
            }
        }

        parts.Add(heading, string.Join('\n', lines));
        return parts;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex("^```\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^- \[(?<text>[^\]]+)\]\((?<target>[^)]+)\)$", RegexOptions.Multiline)]
    private static partial Regex Link();
}
