using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The classes and Pester files with tests of each fact of the reference, read from the names of the tests.</summary>
internal static partial class FactTests
{
    /// <summary>The names of the classes and files by the fact that they test, in order.</summary>
    public static SortedDictionary<string, string[]> Find() => new(
        Repository.Files(".cs", ".ps1")
            .Where(file => Repository.NameOf(file).StartsWith("tests/", StringComparison.Ordinal) && NameOf(file) != nameof(FactsPageTests))
            .SelectMany(file => Facts(File.ReadAllText(file)).Select(fact => (Fact: fact, Name: NameOf(file))))
            .GroupBy(test => test.Fact, test => test.Name)
            .ToDictionary(fact => fact.Key, fact => fact.Distinct().Order(StringComparer.Ordinal).ToArray()),
        StringComparer.Ordinal);

    /// <summary>The facts whose ids begin the names of tests in a source.</summary>
    public static IEnumerable<string> Facts(string source) => TestName().Matches(source)
        .SelectMany(name => name.Groups["fact"].Captures.Select(fact => fact.Value));

    // FailureTests.cs and Failures.Tests.ps1 are FailureTests and Failures.
    private static string NameOf(string file) => Path.GetFileName(file).Split('.')[0];

    [GeneratedRegex(@"(?:(?:void|Task) |\bIt ['""])(?:(?<fact>C[0-9]{2})[_ ](?:and[_ ])?)+")]
    private static partial Regex TestName();
}
