using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Literals of texts.</summary>
internal static class Literals
{
    /// <summary>Returns the literal of a text.</summary>
    internal static LiteralExpressionSyntax Of(string text) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));

    /// <summary>Writes the text that a diagnostic proposes in the place of a literal; null if the expression is not one, as the text of
    /// a constant is written elsewhere.</summary>
    internal static RootFix? Replace(Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression, string title) =>
        expression.IsKind(SyntaxKind.StringLiteralExpression)
        && diagnostic.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? text) && text is not null
            ? new RootFix(
                $"{title} '{text}'",
                DiagnosticProperties.Replacement,
                root.ReplaceNode(expression, Of(text).WithTriviaFrom(expression)))
            : null;
}
