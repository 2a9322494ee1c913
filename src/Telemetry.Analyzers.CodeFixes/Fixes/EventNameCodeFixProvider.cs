using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Corrects names of events, and passes a pattern where one was written as a name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EventNameCodeFixProvider))]
public sealed class EventNameCodeFixProvider : CodeFixProvider
{
    private const string Parse = "global::Telemetry.EventPattern.Parse";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticIds.InvalidName);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax expression)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.ContainsKey(DiagnosticProperties.Pattern))
            {
                Register(context, diagnostic, "Pass a pattern", root, expression, PatternOf(expression));
            }
            else if (expression.IsKind(SyntaxKind.StringLiteralExpression)
                && diagnostic.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? name) && name is not null)
            {
                Register(context, diagnostic, $"Change the name to '{name}'", root, expression, LiteralOf(name));
            }
        }
    }

    private static void Register(
        CodeFixContext context, Diagnostic diagnostic, string title, SyntaxNode root, ExpressionSyntax from, ExpressionSyntax to)
    {
        Document changed = context.Document.WithSyntaxRoot(root.ReplaceNode(from, to.WithTriviaFrom(from)));
        string key = diagnostic.Properties.ContainsKey(DiagnosticProperties.Pattern)
            ? DiagnosticProperties.Pattern
            : DiagnosticProperties.Replacement;
        context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), key), diagnostic);
    }

    private static InvocationExpressionSyntax PatternOf(ExpressionSyntax text) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.ParseExpression(Parse).WithAdditionalAnnotations(Simplifier.Annotation),
        SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(text.WithoutTrivia()))));

    private static LiteralExpressionSyntax LiteralOf(string text) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));
}
