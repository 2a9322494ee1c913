using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Removes the earlier one of two entries with the same key, which has no effect.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DuplicateKeyCodeFixProvider))]
public sealed class DuplicateKeyCodeFixProvider() : ExpressionCodeFixProvider(DiagnosticIds.DuplicateKey)
{
    private protected override RootFix? Fix(Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression) =>
        diagnostic.AdditionalLocations is [var earlier] && Remove(root, FindEntry(root, earlier)) is { } changed
            ? new RootFix("Remove the entry that has no effect", "Remove", changed)
            : null;

    private static SyntaxNode? FindEntry(SyntaxNode root, Location location)
    {
        SyntaxNode? node = root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        return node.Parent is CollectionElementSyntax element ? element : node;
    }

    private static SyntaxNode? Remove(SyntaxNode root, SyntaxNode? entry) => entry switch
    {
        // A call of an EventBuilder, among others.
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call, Parent: MemberAccessExpressionSyntax } invocation =>
            root.ReplaceNode(invocation, call.Expression.WithTrailingTrivia(invocation.GetTrailingTrivia())),
        CollectionElementSyntax or { Parent: InitializerExpressionSyntax } => root.RemoveNode(entry, SyntaxRemoveOptions.KeepNoTrivia),
        _ => null,
    };
}
