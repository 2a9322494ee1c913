using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>The constant texts in the value of an argument.</summary>
internal static class ConstantText
{
    /// <summary>Returns the text of a value; null if it is not a constant.</summary>
    internal static string? Of(IOperation value) => value.ConstantValue is { HasValue: true, Value: string text } ? text : null;

    /// <summary>Returns the expressions of the items of a collection that is written in place, or else the value itself.</summary>
    internal static IEnumerable<IOperation> ItemsOf(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            IArrayCreationOperation array => array.Initializer?.ElementValues ?? Enumerable.Empty<IOperation>(),
            IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers
                .OfType<IInvocationOperation>()
                .Where(add => add.Arguments.Length == 1)
                .Select(add => add.Arguments[0].Value),

            // Compilers before 4.9 have no operation for these.
            _ when value.Syntax is CollectionExpressionSyntax collection => ItemsOf(collection, value.SemanticModel!),
            _ => [value],
        };
    }

    private static IEnumerable<IOperation> ItemsOf(CollectionExpressionSyntax collection, SemanticModel model) => collection.Elements
        .OfType<ExpressionElementSyntax>()
        .Select(element => model.GetOperation(element.Expression))
        .OfType<IOperation>();
}
