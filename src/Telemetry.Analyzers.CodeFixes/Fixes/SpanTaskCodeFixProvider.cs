using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Awaits the task of a span, in a function that can await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SpanTaskCodeFixProvider))]
public sealed class SpanTaskCodeFixProvider() : ExpressionCodeFixProvider(DiagnosticIds.SpanNotAwaited)
{
    private protected override RootFix? Fix(Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression)
    {
        ExpressionSyntax call = expression;
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax configure })
        {
            call = configure;
        }

        // The call is the whole statement: behind '?.', there can be no task.
        bool isStatement = call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax;
        return isStatement && CanAwait(call)
            ? new RootFix(
                "Await the task",
                "Await",
                root.ReplaceNode(call, SyntaxFactory.AwaitExpression(
                    SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                    call.WithoutLeadingTrivia()).WithLeadingTrivia(call.GetLeadingTrivia())))
            : null;
    }

    private static bool CanAwait(SyntaxNode call)
    {
        foreach (SyntaxNode node in call.Ancestors())
        {
            switch (node)
            {
                case LockStatementSyntax or UnsafeStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword.RawKind != 0;
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax member:
                    return member.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }

        return false;
    }
}
