using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Looks a name up once, and keeps the handle in a static readonly field, or in a variable before the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LookupCodeFixProvider))]
public sealed class LookupCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticIds.RepeatedLookup);

    /// <summary>Corrects one look-up after the other, as they can share a handle.</summary>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        static async (context, document, diagnostics) => await ChangeAsync(document, diagnostics, context.CancellationToken)
            .ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is not null && FindLookup(root, diagnostic) is { CanChange: true } lookup)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        lookup.IsField ? "Keep the handle in a static readonly field" : "Keep the handle in a variable before the loop",
                        cancellation => ChangeAsync(context.Document, [diagnostic], cancellation),
                        nameof(LookupCodeFixProvider)),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> ChangeAsync(
        Document document, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null)
        {
            return document;
        }

        List<(Lookup Lookup, SyntaxAnnotation Mark)> lookups =
        [
            .. diagnostics.Select(diagnostic => FindLookup(root, diagnostic)).OfType<Lookup>().Where(lookup => lookup.CanChange)
                .Select(lookup => (lookup, new SyntaxAnnotation())),
        ];
        SyntaxNode changed = root.ReplaceNodes(
            lookups.Select(lookup => lookup.Lookup.Call),
            (original, rewritten) => rewritten.WithAdditionalAnnotations(
                lookups.First(lookup => lookup.Lookup.Call == original).Mark));
        foreach ((Lookup lookup, SyntaxAnnotation mark) in lookups)
        {
            var call = (InvocationExpressionSyntax)changed.GetAnnotatedNodes(mark).Single();
            changed = new HandleRewriter(changed, lookup with { Call = call }).Rewrite();
        }

        return document.WithSyntaxRoot(changed);
    }

    private static Lookup? FindLookup(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax,
        } call
        && diagnostic.Properties.TryGetValue(DiagnosticProperties.EventName, out string? name) && name is not null
        && diagnostic.Properties.TryGetValue(DiagnosticProperties.HandleType, out string? type) && type is not null
        && diagnostic.Properties.TryGetValue(DiagnosticProperties.Place, out string? place) && place is not null
            ? new Lookup(call, name, type, place == DiagnosticProperties.Field)
            : null;
}
