using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.English;

/// <summary>The words and turns of <c>words.txt</c>, with what to write instead.</summary>
internal sealed partial class WordList
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private readonly (Regex Word, string Instead)[] _words;

    private WordList(IEnumerable<string> lines) => _words =
    [
        .. lines.Select(line => line.Split('\t')).Select(parts => (new Regex(parts[0], Options), parts[1])),
    ];

    /// <summary>The list in the file.</summary>
    public static WordList Load() => new(Lines("words.txt"));

    /// <summary>The lines of a file beside this one, without comments and empty lines.</summary>
    public static IEnumerable<string> Lines(string file) =>
        File.ReadAllLines(Repository.PathOf("tests", "Unit", "English", file)).Where(line => line.Length > 0 && line[0] != '#');

    /// <summary>The hits in a text, each with what to write instead.</summary>
    public string[] Find(string text)
    {
        string line = LineBreak().Replace(text, " ").Replace('_', ' ');
        return
        [
            .. _words.SelectMany(word => word.Word.Matches(line).Select(match => $"'{match.Value}': write {word.Instead}")),
        ];
    }

    // With the indentation and the mark of the comment that goes on in the next line.
    [GeneratedRegex(@"\r?\n[ \t]*(///?|#(?= ))?[ \t]*")]
    private static partial Regex LineBreak();
}
