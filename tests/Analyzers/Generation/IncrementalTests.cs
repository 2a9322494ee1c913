using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Analyzers.Tests;

/// <summary>An edit makes the generator write again only what it changes.</summary>
public sealed class IncrementalTests
{
    private const string Code =
        """
        using Telemetry;

        namespace A
        {
            static partial class Events
            {
                [TelemetryEvent("a")]
                static partial void A(int n);

                [TelemetryEvent("b")]
                static partial void B(int n);

                [TelemetrySpan("c")]
                static partial TelemetrySpan StartC();
            }
        }
        """;

    [Fact]
    public void Edit_of_another_file_changes_nothing() => Assert.All(
        Reasons(compilation => compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { }"))),
        reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));

    [Fact]
    public void Edit_above_the_methods_changes_no_output() => Assert.All(
        Reasons(compilation => Replace(compilation, "using Telemetry;", "using Telemetry;\n\nclass Other { }")),
        reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));

    [Fact]
    public void Edit_of_a_method_changes_its_output_and_the_declarations() => Assert.Equal(
        2,
        Reasons(compilation => Replace(compilation, "void B(int n)", "void B(long n, string s)"))
            .Count(reason => reason == IncrementalStepRunReason.Modified));

    private static CSharpCompilation Replace(CSharpCompilation compilation, string text, string by)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single();
        return compilation.ReplaceSyntaxTree(
            tree,
            CSharpSyntaxTree.ParseText(Code.Replace(text, by, StringComparison.Ordinal), (CSharpParseOptions)tree.Options, tree.FilePath));
    }

    // Of the outputs that contain code.
    private static IncrementalStepRunReason[] Reasons(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = Generated.Compile(Code);
        GeneratorDriver driver = Generated.CreateDriver(LanguageVersion.Latest).RunGenerators(compilation);
        driver = driver.RunGenerators(edit(compilation));
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        IncrementalStepRunReason[] reasons =
        [
            .. result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs)
                .Where(output => output.Value is not null && !IsOfDuplicates(output.Value))
                .Select(output => output.Reason),
        ];
        Assert.True(reasons.Length >= 4);
        return reasons;
    }

    // The search for duplicates compares locations, and has no code as its output.
    private static bool IsOfDuplicates(object value) =>
        value is System.Runtime.CompilerServices.ITuple { Length: 2 } tuple && tuple[0] is System.Collections.IEnumerable sources
        && !sources.Cast<object>().Any();
}
