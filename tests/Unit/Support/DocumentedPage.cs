using System.Text.RegularExpressions;

namespace Telemetry.Tests.Support;

/// <summary>A page that people read, taken apart: its code blocks, headings and links.</summary>
internal sealed partial class DocumentedPage
{
    private readonly string _text;
    private readonly Lazy<DocumentedBlock[]> _blocks;

    private DocumentedPage(string file)
        : this(System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllText(file).ReplaceLineEndings("\n"))
    {
    }

    private DocumentedPage(string path, string text)
    {
        Path = path;
        _text = text;
        _blocks = new(FindBlocks);
    }

    /// <summary>Where it lies in the repository, with slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<DocumentedBlock> Blocks => _blocks.Value;

    /// <summary>What a link can name behind its #, as GitHub makes it of the headings.</summary>
    public IEnumerable<string> Anchors =>
        Heading().Matches(Prose)
            .Select(heading => NotInAnchor().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The targets of its links.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(link => link.Groups["target"].Value);

    /// <summary>The rows of the tables that have these columns, cell by cell, without the marks of code.</summary>
    public IEnumerable<string[]> Rows(params string[] columns)
    {
        bool isInside = false;
        foreach (string line in _text.Split('\n'))
        {
            string[] cells = line.StartsWith('|') ? [.. line.Trim('|').Split('|').Select(cell => cell.Trim(' ', '`'))] : [];
            if (isInside && cells.Length == columns.Length && cells[0].Trim('-').Length > 0)
            {
                yield return cells;
            }

            isInside = cells.SequenceEqual(columns) || (isInside && cells.Length > 0);
        }
    }

    /// <summary>The page without its code blocks.</summary>
    public string Prose => CodeBlock().Replace(_text, string.Empty);

    /// <summary>Returns the part of the page below a heading of the second level, up to the next one.</summary>
    public DocumentedPage Section(string heading)
    {
        string start = $"\n## {heading}\n";
        int begin = _text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(begin >= 0, $"{Path} has no heading '{heading}'.");
        int end = _text.IndexOf("\n## ", begin + start.Length, StringComparison.Ordinal);
        return new(Path, end < 0 ? _text[begin..] : _text[begin..end]);
    }

    /// <summary>The pages that show code: the readme, those under docs but for the cmdlets', and the packages' readmes.</summary>
    public static IReadOnlyList<DocumentedPage> All { get; } =
    [
        .. new[] { Repository.PathOf("README.md") }
            .Concat(Directory.GetFiles(Repository.PathOf("docs"), "*.md"))
            .Concat(Directory.GetFiles(Repository.PathOf("docs", "cookbook"), "*.md"))
            .Concat(Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "*.md"))
            .Concat(Directory.GetDirectories(Repository.PathOf("src")).Select(folder => System.IO.Path.Combine(folder, "README.md")))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .Select(file => new DocumentedPage(file)),
    ];

    /// <summary>Every page of the repository.</summary>
    public static IEnumerable<DocumentedPage> Everywhere => Repository.Files(".md").Select(file => new DocumentedPage(file));

    /// <summary>The number of lines that open or close a block of code, however it is indented or fenced.</summary>
    public int FenceCount => Fence().Count(_text);

    /// <summary>Every page with links: those, what goes with them, and the cmdlets'.</summary>
    public static IEnumerable<DocumentedPage> Linked =>
        All.Concat(new[] { "CONTRIBUTING.md", "CHANGELOG.md" }.Select(Open))
            .Concat(
                Directory.GetFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
                    .Select(file => new DocumentedPage(file))
                    .Where(page => All.All(known => known.Path != page.Path)));

    public static DocumentedPage Open(string path) => new(Repository.PathOf(path));

    private DocumentedBlock[] FindBlocks()
    {
        Match[] blocks = [.. CodeBlock().Matches(_text).Cast<Match>()];
        string Language(int i) => i < blocks.Length ? blocks[i].Groups["language"].Value : string.Empty;
        return
        [
            .. blocks.Select((block, i) => new DocumentedBlock(
                Path,
                1 + _text[..block.Index].Count(character => character == '\n'),
                Language(i),
                block.Groups["code"].Value,
                Language(i + 1) == "text" ? blocks[i + 1].Groups["code"].Value.TrimEnd('\n') : string.Empty)),
        ];
    }

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<code>.*?)^```$\n?", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^[ \t]*(```|~~~)", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
