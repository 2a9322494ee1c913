using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>A code fix that replaces, or removes, nodes around the expression in which a diagnostic is.</summary>
public abstract class ExpressionCodeFixProvider : CodeFixProvider
{
    private protected ExpressionCodeFixProvider(params string[] ids) => FixableDiagnosticIds = ImmutableArray.Create(ids);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax expression)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Fix(diagnostic, root, expression) is { } fix)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        fix.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(fix.Root)), $"{diagnostic.Id} {fix.Kind}"),
                    diagnostic);
            }
        }
    }

    /// <summary>Returns the corrected file; null if there is no correction that is certain.</summary>
    private protected abstract RootFix? Fix(Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression);
}
