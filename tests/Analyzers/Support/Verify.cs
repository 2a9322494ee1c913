using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace Telemetry.Analyzers.Tests;

/// <summary>Runs an analyzer, and its code fix, on pieces of code in which <c>[|…|]</c> or <c>{|ID:…|}</c> marks what is to be
/// found.</summary>
internal static class Verify<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>Checks that the analyzer finds what is marked in the code, and nothing else.</summary>
    public static Task FindsAsync(string code) => CreateTest(code).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Checks that the analyzer finds what is marked in statements that <see cref="Snippet.Method"/> surrounds.</summary>
    public static Task FindsInMethodAsync(string statements) => FindsAsync(Snippet.Method(statements));

    /// <summary>Checks that a message is the one of the diagnostic that is marked in the statements.</summary>
    public static Task SaysAsync(string statements, string message) => SaysOfCodeAsync(Snippet.Method(statements), 0, message);

    /// <summary>Checks that a message is the one of the diagnostic that is marked in the code.</summary>
    /// <param name="markedCode">The code.</param>
    /// <param name="descriptor">The position of the diagnostic among those of the analyzer.</param>
    /// <param name="message">The message.</param>
    public static async Task SaysOfCodeAsync(string markedCode, int descriptor, string message)
    {
        CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> test = CreateTest(markedCode);
        TestFileMarkupParser.GetSpan(test.TestState.Sources[0].content.ToString(), out string code, out TextSpan span);
        test.TestState.Sources.Clear();
        test.TestCode = code;
        SourceText text = SourceText.From(code);
        LinePosition start = text.Lines.GetLinePosition(span.Start);
        LinePosition end = text.Lines.GetLinePosition(span.End);
        test.ExpectedDiagnostics.Add(new DiagnosticResult(new TAnalyzer().SupportedDiagnostics[descriptor])
            .WithSpan(start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1)
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)
            .WithMessage(message));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks that the fix changes the code so, for one diagnostic after the other and for all at once.</summary>
    public static Task FixesAsync(string code, string expected, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? set = null)
    {
        CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> test = CreateTest(code);
        test.FixedCode = expected;
        set?.Invoke(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks that the fix changes the statements of a method so.</summary>
    public static Task FixesInMethodAsync(
        string statements, string expected, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? set = null) =>
        FixesAsync(Snippet.Method(statements), Snippet.Method(expected), set);

    /// <summary>Checks that what the analyzer finds has no fix.</summary>
    public static Task HasNoFixAsync(string code) => FixesAsync(code, code);

    /// <summary>Checks that what the analyzer finds in the statements of a method has no fix.</summary>
    public static Task HasNoFixInMethodAsync(string statements) => HasNoFixAsync(Snippet.Method(statements));

    private static CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> CreateTest(string code)
    {
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        {
            TestCode = code,
            ReferenceAssemblies = Platform.None,
            MarkupOptions = MarkupOptions.UseFirstDescriptor,
        };
        test.TestState.AdditionalReferences.AddRange(Platform.References);
        test.SolutionTransforms.Add(static (solution, id) => solution
            .WithProjectCompilationOptions(id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!)
                .WithOutputKind(OutputKind.ConsoleApplication)
                .WithNullableContextOptions(NullableContextOptions.Enable))
            .WithProjectParseOptions(id, new CSharpParseOptions(LanguageVersion.Latest)));
        return test;
    }
}
