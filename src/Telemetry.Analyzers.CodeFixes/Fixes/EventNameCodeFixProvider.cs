using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Corrects names of events, and passes a pattern where one was written as a name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EventNameCodeFixProvider))]
public sealed class EventNameCodeFixProvider() : ExpressionCodeFixProvider(DiagnosticIds.InvalidName)
{
    private const string Parse = "global::Telemetry.EventPattern.Parse";

    private protected override RootFix? Fix(Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression) =>
        diagnostic.Properties.ContainsKey(DiagnosticProperties.Pattern)
            ? new RootFix(
                "Pass a pattern",
                DiagnosticProperties.Pattern,
                root.ReplaceNode(expression, PatternOf(expression).WithTriviaFrom(expression)))
            : Literals.Replace(diagnostic, root, expression, "Change the name to");

    private static InvocationExpressionSyntax PatternOf(ExpressionSyntax text) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.ParseExpression(Parse).WithAdditionalAnnotations(Simplifier.Annotation),
        SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(text.WithoutTrivia()))));
}
