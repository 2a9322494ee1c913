using System.Reflection;
using Microsoft.CodeAnalysis;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Analyzers.Tests;

/// <summary>The pages of the diagnostics of declared events.</summary>
public sealed class GenerationPageTests
{
    private static readonly Dictionary<string, DiagnosticDescriptor> s_descriptors = typeof(DeclaredEventGenerator).Assembly
        .GetType("Telemetry.Analyzers.GenerationDescriptors")!
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        .Select(field => field.GetValue(null))
        .OfType<DiagnosticDescriptor>()
        .ToDictionary(descriptor => descriptor.Id);

    public static TheoryData<string> Ids => [.. s_descriptors.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Each_id_has_a_diagnostic() => Assert.Equal(
        typeof(GenerationDiagnosticIds).GetFields().Select(field => (string)field.GetValue(null)!).Order(StringComparer.Ordinal),
        s_descriptors.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_and_lists_have_the_title(string id)
    {
        DiagnosticDescriptor descriptor = s_descriptors[id];

        Assert.StartsWith($"# {id}: {descriptor.Title}\n", Read("diagnostics", $"{id}.md"), StringComparison.Ordinal);
        Assert.Contains($"| [{id}]({id}.md) | {descriptor.Title} | error |", Read("diagnostics", "README.md"), StringComparison.Ordinal);
        Assert.Contains($"| [{id}](diagnostics/{id}.md) | {descriptor.Title} |", Read("declared-events.md"), StringComparison.Ordinal);
    }

    private static string Read(params string[] path) =>
        File.ReadAllText(Path.Combine([RepositoryRoot.Path, "docs", .. path])).ReplaceLineEndings("\n");
}
