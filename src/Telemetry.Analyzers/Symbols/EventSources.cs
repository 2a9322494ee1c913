using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>Follows the handle of an event, or a parsed name, to the constant name that it was made from.</summary>
internal static class EventSources
{
    // A property that returns a handle, which is looked up by a name in a field, and so on: initializers can form a circle.
    private const int MaxSteps = 8;

    /// <summary>Returns the name of the event; null if it is not known.</summary>
    /// <param name="value">A constant, a handle, a parsed name, or a variable that always holds one of them.</param>
    /// <param name="cancellation">A token that cancels the search.</param>
    internal static string? NameOf(IOperation? value, CancellationToken cancellation) => NameOf(value, MaxSteps, cancellation);

    private static string? NameOf(IOperation? value, int steps, CancellationToken cancellation)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            null => null,
            _ when ConstantText.Of(value) is { } text => text,
            _ when steps == 0 => null,
            IInvocationOperation { TargetMethod: { Name: "GetEvent" or "Parse" } method } call
                when CoreTypes.IsCore(method.ContainingType) =>
                NameOf(call.Arguments.FirstOrDefault()?.Value, steps - 1, cancellation),
            IFieldReferenceOperation { Field: { IsReadOnly: true } field } => NameOf(field, value.SemanticModel!, steps - 1, cancellation),
            IPropertyReferenceOperation { Property: { SetMethod: null } property } =>
                NameOf(property, value.SemanticModel!, steps - 1, cancellation),
            ILocalReferenceOperation { Local: var local } when !IsSetAgain(local, value.Syntax) =>
                NameOf(local, value.SemanticModel!, steps - 1, cancellation),
            _ => null,
        };
    }

    private static string? NameOf(ISymbol symbol, SemanticModel model, int steps, CancellationToken cancellation)
    {
        if (symbol.DeclaringSyntaxReferences is not [var reference]
            || InitializerOf(reference.GetSyntax(cancellation)) is not { } initializer
            || IsSetByConstructor(symbol, cancellation))
        {
            return null;
        }

        // An analyzer has no model of another file. There, the form alone is read.
        return initializer.SyntaxTree == model.SyntaxTree
            ? NameOf(model.GetOperation(initializer, cancellation), steps, cancellation)
            : NameOf(initializer);
    }

    private static ExpressionSyntax? InitializerOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax initializer) =>
        initializer is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetEvent" or "Parse" },
            ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: string name } }],
        }
            ? name
            : null;

    // A readonly field with an initializer can be set again by a constructor of its type.
    private static bool IsSetByConstructor(ISymbol symbol, CancellationToken cancellation) =>
        symbol is IFieldSymbol or IPropertySymbol
        && symbol.ContainingType.Constructors
            .SelectMany(constructor => constructor.DeclaringSyntaxReferences)
            .Any(reference => Assigns(reference.GetSyntax(cancellation), symbol.Name));

    private static bool IsSetAgain(ILocalSymbol local, SyntaxNode use) =>
        use.FirstAncestorOrSelf<MemberDeclarationSyntax>(ancestor => ancestor is not GlobalStatementSyntax) is not { } member
            ? Assigns(use.SyntaxTree.GetRoot(), local.Name)
            : Assigns(member, local.Name);

    private static bool Assigns(SyntaxNode node, string name) => node.DescendantNodes().Any(part => part switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left.Identifier.ValueText == name,
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } left } =>
            left.Name.Identifier.ValueText == name,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax argument } =>
            argument.Identifier.ValueText == name,
        _ => false,
    });
}
