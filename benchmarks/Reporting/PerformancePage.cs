using System.Text.RegularExpressions;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>The page of results, which has a place for each group: what stands between two comments.</summary>
internal static class PerformancePage
{
    private static string Path { get; } = System.IO.Path.Combine(RepositoryRoot.Path, "docs", "performance.md");

    /// <summary>Puts a text in the place of the one that a group has on the page.</summary>
    /// <returns>Whether the page has a place for the group.</returns>
    internal static bool Write(string group, string text)
    {
        string page = File.ReadAllText(Path);
        var place = new Regex(
            $"(?<=<!-- measured: {Regex.Escape(group)} -->\n).*?(?=<!-- end -->)", RegexOptions.Singleline);
        if (!place.IsMatch(page))
        {
            return false;
        }

        File.WriteAllText(Path, place.Replace(page, _ => text, 1));
        return true;
    }
}
