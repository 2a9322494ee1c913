using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers;

/// <summary>The keys of measurements or metadata that are written in place: in a collection expression, an array, a list or a
/// dictionary.</summary>
// By syntax: compilers before 4.9 have no operation for a collection expression.
internal sealed class PayloadKeys
{
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellation;
    private readonly List<PayloadKey> _keys = [];

    private PayloadKeys(SemanticModel model, CancellationToken cancellation)
    {
        _model = model;
        _cancellation = cancellation;
    }

    /// <summary>The constant keys, in order.</summary>
    internal IReadOnlyList<PayloadKey> Keys => _keys;

    /// <summary>Whether there are no other keys.</summary>
    internal bool IsComplete { get; private set; } = true;

    /// <summary>Reads the keys of a value.</summary>
    internal static PayloadKeys Of(ExpressionSyntax value, SemanticModel model, CancellationToken cancellation)
    {
        var keys = new PayloadKeys(model, cancellation);
        keys.Read(value);
        return keys;
    }

    private void Read(ExpressionSyntax value)
    {
        switch (value)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                Read(parenthesized.Expression);
                break;
            case CastExpressionSyntax cast:
                Read(cast.Expression);
                break;
            case CollectionExpressionSyntax collection:
                Read(collection);
                break;
            case ArrayCreationExpressionSyntax { Initializer: { } initializer }:
                ReadEntries(initializer.Expressions);
                break;
            case ImplicitArrayCreationExpressionSyntax array:
                ReadEntries(array.Initializer.Expressions);
                break;
            case BaseObjectCreationExpressionSyntax { Initializer: { } initializer } creation:
                // The arguments can be entries to copy.
                IsComplete = creation.ArgumentList is not { Arguments.Count: > 0 };
                ReadEntries(initializer.Expressions);
                break;
            default:
                IsComplete = value.IsKind(SyntaxKind.DefaultLiteralExpression)
                    || value.IsKind(SyntaxKind.DefaultExpression)
                    || value.IsKind(SyntaxKind.NullLiteralExpression);
                break;
        }
    }

    private void Read(CollectionExpressionSyntax collection)
    {
        foreach (CollectionElementSyntax element in collection.Elements)
        {
            if (element is ExpressionElementSyntax { Expression: { } entry })
            {
                ReadEntry(entry, element);
            }
            else
            {
                IsComplete = false;
            }
        }
    }

    private void ReadEntries(SeparatedSyntaxList<ExpressionSyntax> entries)
    {
        foreach (ExpressionSyntax entry in entries)
        {
            ReadEntry(entry, entry);
        }
    }

    private void ReadEntry(ExpressionSyntax entry, SyntaxNode node)
    {
        ExpressionSyntax? key = entry switch
        {
            AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax { ArgumentList.Arguments: [var index] } } => index.Expression,
            InitializerExpressionSyntax { Expressions: [var first, _] } => first,
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } => KeyOf(arguments),
            InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } when IsCreate(entry) => KeyOf(arguments),
            _ => null,
        };

        if (key is not null && _model.GetConstantValue(key, _cancellation) is { HasValue: true, Value: string text })
        {
            _keys.Add(new PayloadKey(text, key, node));
        }
        else
        {
            IsComplete = false;
        }
    }

    private static ExpressionSyntax KeyOf(SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        (arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "key") ?? arguments[0]).Expression;

    private bool IsCreate(ExpressionSyntax entry) => _model.GetSymbolInfo(entry, _cancellation).Symbol is IMethodSymbol
    {
        Name: "Create", ContainingType: { Name: "KeyValuePair", IsStatic: true },
    };
}
