using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Telemetry.Analyzers.Tests;

/// <summary>Runs an analyzer, and its code fix, on pieces of code in which <c>[|…|]</c> or <c>{|ID:…|}</c> marks what is to be
/// found.</summary>
internal static class Verify<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>Checks that the analyzer finds what is marked in the code, and nothing else.</summary>
    public static Task FindsAsync(string code) => CreateTest(code).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Checks that the analyzer finds what is marked in a method that has a <c>dispatcher</c>.</summary>
    public static Task FindsInMethodAsync(string statements) => FindsAsync(Snippet.Method(statements));

    /// <summary>Checks that the fix changes the code so, for one diagnostic after the other and for all at once.</summary>
    public static Task FixesAsync(string code, string expected, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? set = null)
    {
        CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> test = CreateTest(code);
        test.FixedCode = expected;
        set?.Invoke(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks that the fix changes the statements of a method so.</summary>
    public static Task FixesInMethodAsync(string statements, string expected) =>
        FixesAsync(Snippet.Method(statements), Snippet.Method(expected));

    /// <summary>Checks that what the analyzer finds has no fix.</summary>
    public static Task HasNoFixAsync(string statements) => FixesInMethodAsync(statements, statements);

    private static CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> CreateTest(string code)
    {
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        {
            TestCode = code,
            ReferenceAssemblies = Platform.None,

            // Names of diagnostics in the marks, and nothing about their texts: those have tests of their own.
            MarkupOptions = MarkupOptions.UseFirstDescriptor,
        };
        test.TestState.AdditionalReferences.AddRange(Platform.References);
        test.SolutionTransforms.Add(static (solution, id) => solution
            .WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!)
                .WithNullableContextOptions(NullableContextOptions.Enable))
            .WithProjectParseOptions(id, new CSharpParseOptions(LanguageVersion.Latest)));
        return test;
    }
}
