using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Telemetry.Analyzers.CodeFixes;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Analyzers.Tests;

/// <summary>The pages of the diagnostics: what they say about the rules, and their examples, in which the rules are tried.</summary>
public sealed partial class DiagnosticPageTests
{
    private static readonly DiagnosticAnalyzer[] s_analyzers = [.. InstancesOf<DiagnosticAnalyzer>(typeof(EventNameAnalyzer))];

    private static readonly CodeFixProvider[] s_fixes = [.. InstancesOf<CodeFixProvider>(typeof(EventNameCodeFixProvider))];

    private static readonly string s_folder = Path.Combine(RepositoryRoot.Path, "docs", "diagnostics");

    private static readonly Dictionary<string, DiagnosticDescriptor> s_descriptors = s_analyzers
        .SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .ToDictionary(descriptor => descriptor.Id);

    public static TheoryData<string> Ids => [.. s_descriptors.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_rules() => Assert.Equal(8, s_descriptors.Count);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Help_link_of_a_diagnostic_leads_to_its_page(string id) => Assert.True(
        File.Exists(Path.Combine(RepositoryRoot.Path, s_descriptors[id].HelpLinkUri)), s_descriptors[id].HelpLinkUri);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_has_the_title_the_severity_and_whether_there_is_a_fix(string id)
    {
        string page = ReadPage(id);
        string severity = SeverityOf(s_descriptors[id]);
        Match table = Row().Match(page);

        Assert.StartsWith($"# {id}: {s_descriptors[id].Title}\n", page, StringComparison.Ordinal);
        Assert.Equal(severity, table.Groups["severity"].Value);
        Assert.Equal(s_fixes.Any(fix => fix.FixableDiagnosticIds.Contains(id)), table.Groups["fix"].Value != "none");
    }

    [Fact]
    public void Index_lists_each_diagnostic_with_its_title_and_severity()
    {
        string index = File.ReadAllText(Path.Combine(s_folder, "README.md"));

        Assert.All(s_descriptors.Values, descriptor => Assert.Contains(
            $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title} | {SeverityOf(descriptor)} |", index, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Wrong_example_of_a_page_is_found_and_the_right_one_is_not(string id)
    {
        string[] examples = [.. Example().Matches(ReadPage(id)).Select(example => example.Groups["code"].Value)];

        Assert.Equal(2, examples.Length);
        Assert.Equal([id], await FindAsync(examples[0]));
        Assert.Empty(await FindAsync(examples[1]));
    }

    private static IEnumerable<TBase> InstancesOf<TBase>(Type neighbour) => neighbour.Assembly.GetTypes()
        .Where(type => typeof(TBase).IsAssignableFrom(type) && !type.IsAbstract)
        .Select(type => (TBase)Activator.CreateInstance(type)!);

    private static string ReadPage(string id) => File.ReadAllText(Path.Combine(s_folder, $"{id}.md")).ReplaceLineEndings("\n");

    private static string SeverityOf(DiagnosticDescriptor descriptor) =>
        descriptor.DefaultSeverity == DiagnosticSeverity.Info ? "information" : descriptor.DefaultSeverity.ToString().ToLowerInvariant();

    private static async Task<IEnumerable<string>> FindAsync(string code)
    {
        var compilation = CSharpCompilation.Create(
            "Example",
            [
                CSharpSyntaxTree.ParseText(Snippet.Usings.Replace("using ", "global using ", StringComparison.Ordinal)),
                CSharpSyntaxTree.ParseText(code),
            ],
            Platform.References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ImmutableArray<Diagnostic> found =
            await compilation.WithAnalyzers([.. s_analyzers]).GetAllDiagnosticsAsync(cancellation);
        return found
            .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info || s_descriptors.ContainsKey(diagnostic.Id))
            .Select(diagnostic => diagnostic.Id);
    }

    [GeneratedRegex(@"^\| (?<severity>warning|information|error) \| (?<fix>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
