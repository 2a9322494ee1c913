using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Replaces a key that is not declared by the declared one that is nearest to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclaredKeyCodeFixProvider))]
public sealed class DeclaredKeyCodeFixProvider() : ExpressionCodeFixProvider(DiagnosticIds.UndeclaredKey)
{
    private protected override RootFix? Fix(Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression) =>
        Literals.Replace(diagnostic, root, expression, "Change the key to");
}
