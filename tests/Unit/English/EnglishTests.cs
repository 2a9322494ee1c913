using Telemetry.Tests.Support;

namespace Telemetry.Tests.English;

/// <summary>Words and turns that do not read as the platform's documentation does, in sources, pages and help.</summary>
/// <remarks><c>words.txt</c> lists them, and <c>exceptions.txt</c> the files that still have some, with their number. The
/// numbers only get smaller.</remarks>
public sealed class EnglishTests
{
    private static readonly string[] s_endings =
        [".cs", ".md", ".ps1", ".psm1", ".psd1", ".ps1xml", ".xml", ".txt", ".yml", ".props", ".targets", ".csproj"];

    [Fact]
    public void No_file_has_more_of_the_words_or_fewer_than_the_list_of_exceptions_says()
    {
        WordList words = WordList.Load();
        SortedDictionary<string, string[]> found = new(
            Files()
                .Select(file => (Name: Repository.NameOf(file), Hits: words.Find(File.ReadAllText(file))))
                .Where(file => file.Hits.Length > 0)
                .ToDictionary(file => file.Name, file => file.Hits),
            StringComparer.Ordinal);
        Dictionary<string, int> listed = WordList.Lines("exceptions.txt")
            .Select(line => line.Split(' ', 2))
            .ToDictionary(line => line[1], line => int.Parse(line[0], null));

        string differences = Differences(found, listed);

        Assert.True(
            differences.Length == 0,
            $"{differences}\nIf every number got smaller, this is the new exceptions.txt:\n\n{List(found)}");
    }

    [Fact]
    public void Each_word_is_listed_with_another_one_in_its_place() =>
        Assert.All(WordList.Lines("words.txt"), line => Assert.Matches(@"^[^\t]+\t[^\t]+$", line));

    [Theory]
    [InlineData("/// <summary>What the dispatcher calls.</summary>", 1)]
    [InlineData("/// <summary>\n    /// How long it took.\n    /// </summary>", 1)]
    [InlineData("// The compiler sees\n        // to it that none is kept.", 1)]
    [InlineData("# It is loaded\n# anew, and in vain.", 2)]
    [InlineData("public void Failure_is_told_of_once()", 1)]
    [InlineData("/// <summary>Whether the handler is attached.</summary>", 0)]
    [InlineData("/// <summary>The number of failures; null if there is none.</summary>", 0)]
    public void Word_is_found_across_lines_and_in_names(string text, int count) =>
        Assert.Equal(count, WordList.Load().Find(text).Length);

    // The lists themselves, and the examples above, are full of the words.
    private static IEnumerable<string> Files() => Repository.Files(s_endings)
        .Where(file => !Repository.NameOf(file).StartsWith("tests/Unit/English/", StringComparison.Ordinal));

    private static string Differences(IReadOnlyDictionary<string, string[]> found, Dictionary<string, int> listed) => string.Join(
        '\n',
        found.Keys.Union(listed.Keys).Order(StringComparer.Ordinal)
            .Select(file => Difference(file, found.GetValueOrDefault(file) ?? [], listed.GetValueOrDefault(file)))
            .Where(difference => difference.Length > 0));

    private static string Difference(string file, string[] hits, int listed) => hits.Length.CompareTo(listed) switch
    {
        > 0 => $"{file} has {hits.Length}, and {listed} are listed. Reword:\n  {string.Join("\n  ", hits)}",
        < 0 => $"{file} has {hits.Length}, and {listed} are listed. Lower the number in exceptions.txt.",
        _ => string.Empty,
    };

    private static string List(IReadOnlyDictionary<string, string[]> found) =>
        string.Concat(found.Select(file => $"{file.Value.Length} {file.Key}\n"));
}
