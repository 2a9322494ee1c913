using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The page that lists the facts of the reference, compared with the tests that have a fact's id in their name.</summary>
public sealed class FactsPageTests
{
    private const string Page = "docs/reference-facts.md";
    private static readonly string[][] s_rows = [.. DocumentedPage.Open(Page).Rows("fact", "behaviour", "tests")];

    [Fact]
    public void Facts_are_numbered_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, s_rows.Length).Select(number => $"C{number:00}"), s_rows.Select(row => row[0]));

    [Fact]
    public void Each_fact_is_described() => Assert.All(s_rows, row => Assert.NotEqual(string.Empty, row[1]));

    [Fact]
    public void Each_fact_has_a_test() =>
        Assert.Empty(s_rows.Select(row => row[0]).Except(FactTests.Find().Keys));

    [Fact]
    public void Each_fact_is_listed_with_the_tests_that_have_its_id()
    {
        HashSet<string> listed =
        [
            .. s_rows.Select(row => Line(row[0], row[1], row[2].Replace("`", string.Empty, StringComparison.Ordinal))),
        ];

        string[] missing =
        [
            .. FactTests.Find()
                .Select(fact => Line(fact.Key, Behaviour(fact.Key), string.Join(", ", fact.Value)))
                .Where(line => !listed.Contains(line)),
        ];

        Assert.True(missing.Length == 0, $"Lines that {Page} should have:\n{string.Join('\n', missing)}");
    }

    [Theory]
    [InlineData("public void C01_handler_is_attached()", "C01")]
    [InlineData("public async Task C20_C22_failing_handler_is_detached()", "C20 C22")]
    [InlineData("    It 'C12 C13 lists all of them in attach order' {", "C12 C13")]
    [InlineData("public void P1_is_no_fact_and_C01_is_not_at_the_beginning()", "")]
    public void Facts_of_a_test_begin_its_name(string source, string facts) =>
        Assert.Equal(facts, string.Join(' ', FactTests.Facts(source)));

    private static string Behaviour(string fact) => s_rows.FirstOrDefault(row => row[0] == fact)?[1] ?? "(describe the behaviour)";

    private static string Line(string fact, string behaviour, string tests) =>
        $"| {fact} | {behaviour} | {string.Join(", ", tests.Split(", ").Select(test => $"`{test}`"))} |";
}
