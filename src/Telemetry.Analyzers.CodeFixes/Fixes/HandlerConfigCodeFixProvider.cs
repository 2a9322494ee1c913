using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Passes options as options, and a buffer or a failure policy in options.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HandlerConfigCodeFixProvider))]
public sealed class HandlerConfigCodeFixProvider() : ExpressionCodeFixProvider(DiagnosticIds.OptionsAsConfig)
{
    private const string OptionsParameter = "options";

    private protected override RootFix? Fix(Diagnostic diagnostic, SyntaxNode root, ExpressionSyntax expression)
    {
        if (expression.FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent: ArgumentListSyntax arguments } argument
            || OptionsOf(diagnostic, WithoutCast(argument.Expression)) is not { } options
            || Without(arguments, argument, out ArgumentSyntax? other) is false)
        {
            return null;
        }

        ArgumentSyntax changed = argument
            .WithExpression(options.WithTriviaFrom(argument.Expression))
            .WithNameColon(SyntaxFactory.NameColon(OptionsParameter).WithTrailingTrivia(SyntaxFactory.Space));
        SeparatedSyntaxList<ArgumentSyntax> list = arguments.Arguments.Replace(argument, changed);
        if (other is not null)
        {
            list = list.RemoveAt(arguments.Arguments.IndexOf(other));
        }

        return new RootFix(
            $"Pass it as '{OptionsParameter}'", OptionsParameter, root.ReplaceNode(arguments, arguments.WithArguments(list)));
    }

    // Finds the argument for the options, of which there can be one only: it is removed if it is null.
    private static bool Without(ArgumentListSyntax arguments, ArgumentSyntax config, out ArgumentSyntax? options)
    {
        int next = arguments.Arguments.IndexOf(config) + 1;
        options = arguments.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == OptionsParameter);
        if (options is null && config.NameColon is null && next < arguments.Arguments.Count
            && arguments.Arguments[next] is { NameColon: null, RefKindKeyword.RawKind: 0 } following)
        {
            options = following;
        }

        return options is null
            || options.Expression.IsKind(SyntaxKind.NullLiteralExpression)
            || options.Expression.IsKind(SyntaxKind.DefaultLiteralExpression);
    }

    private static ExpressionSyntax WithoutCast(ExpressionSyntax expression) => expression switch
    {
        CastExpressionSyntax cast => WithoutCast(cast.Expression),
        ParenthesizedExpressionSyntax parenthesized => WithoutCast(parenthesized.Expression),
        _ => expression,
    };

    private static ExpressionSyntax? OptionsOf(Diagnostic diagnostic, ExpressionSyntax value) =>
        diagnostic.Properties.TryGetValue(DiagnosticProperties.ConfigType, out string? type)
            ? type switch
            {
                "HandlerOptions" => value,
                "HandlerBuffer" => NewOptions("Buffer", value),
                "FailurePolicy" => NewOptions("FailurePolicy", value),
                _ => null,
            }
            : null;

    private static ObjectCreationExpressionSyntax NewOptions(string property, ExpressionSyntax value)
    {
        var creation = (ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression(
            $"new global::Telemetry.HandlerOptions {{ {property} = {value.WithoutTrivia().ToFullString()} }}");
        return creation.WithType(creation.Type.WithAdditionalAnnotations(Simplifier.Annotation));
    }
}
