using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The page of measurements: it has a place for all that the benchmarks measure, and no target is passed over.</summary>
public sealed partial class PerformancePageTests
{
    private static readonly string s_page =
        File.ReadAllText(Repository.PathOf("docs", "performance.md")).ReplaceLineEndings("\n");

    private static readonly Dictionary<string, string> s_places =
        Place().Matches(s_page).ToDictionary(place => place.Groups["group"].Value, place => place.Groups["table"].Value);

    [Fact]
    public void Each_group_that_is_measured_has_a_place()
    {
        IEnumerable<string> groups = Directory
            .GetFiles(Repository.PathOf("benchmarks"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".ps1", StringComparison.Ordinal))
            .Where(file => !Generated().IsMatch(file))
            .SelectMany(file => Group().Matches(File.ReadAllText(file)))
            .Select(group => group.Groups["group"].Value);

        Assert.Equal(groups.Order(StringComparer.Ordinal), s_places.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_place_has_a_table_and_says_where_and_how_it_was_measured() => Assert.All(
        s_places,
        place =>
        {
            Assert.Matches(@"^\| what \| [^\n]*\n\| --- \|", place.Value);
            Assert.Matches(@"\n\n20\d\d-\d\d-\d\d, `[^`]+`: [^\n]+\n$", place.Value);
        });

    // With no target there is nothing to miss, and with few of them, some were lost.
    [Fact]
    public void Each_target_stands_beside_what_was_reached_and_a_missed_one_is_explained()
    {
        string[] rows =
        [
            .. s_places.Values.SelectMany(table => table.Split('\n'))
                .Where(line => line.EndsWith("| yes |", StringComparison.Ordinal) || IsMissed(line)),
        ];
        string explained = Missed().Match(s_page).Value;

        Assert.InRange(rows.Length, 16, int.MaxValue);
        Assert.All(
            rows.Where(IsMissed),
            row => Assert.Contains($"**{row.Split('|')[1].Trim()}**", explained, StringComparison.Ordinal));
        Assert.All(
            Bold().Matches(explained),
            named => Assert.Contains(rows.Where(IsMissed), row => row.Split('|')[1].Trim() == named.Groups["what"].Value));
    }

    private static bool IsMissed(string row) => row.EndsWith("| **no** |", StringComparison.Ordinal);

    [GeneratedRegex("<!-- measured: (?<group>.*?) -->\n(?<table>.*?)<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex("""(?:BenchmarkCategory\("|Group = ["'])(?<group>[^"'$]+)["']""")]
    private static partial Regex Group();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Generated();

    [GeneratedRegex("^## What was missed\n.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Missed();

    [GeneratedRegex(@"\*\*(?<what>.+?)\*\*")]
    private static partial Regex Bold();
}
