using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Telemetry.Analyzers;

/// <summary>Finds keys that occur twice in the measurements or the metadata of an event.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateKeyAnalyzer() : TelemetryAnalyzer(Descriptors.DuplicateKey)
{
    private protected override void Register(CompilationStartAnalysisContext context, CoreTypes types)
    {
        context.RegisterSyntaxNodeAction(
            node => AnalyzeCollection(node, types),
            SyntaxKind.CollectionExpression,
            SyntaxKind.ArrayCreationExpression,
            SyntaxKind.ImplicitArrayCreationExpression,
            SyntaxKind.ObjectCreationExpression,
            SyntaxKind.ImplicitObjectCreationExpression);
        context.RegisterSyntaxNodeAction(node => AnalyzeChain(node, types), SyntaxKind.InvocationExpression);
    }

    private static void AnalyzeCollection(SyntaxNodeAnalysisContext context, CoreTypes types)
    {
        var collection = (ExpressionSyntax)context.Node;
        PayloadKeys keys = PayloadKeys.Of(collection, context.SemanticModel, context.CancellationToken);
        if (keys.Keys.Count < 2)
        {
            return;
        }

        TypeInfo type = context.SemanticModel.GetTypeInfo(collection, context.CancellationToken);
        if (PayloadTypes.PartOf(type.Type ?? type.ConvertedType, types) is { } part)
        {
            Report(context, keys.Keys, part);
        }
    }

    // The calls of an EventBuilder, one after the other in one expression.
    private static void AnalyzeChain(SyntaxNodeAnalysisContext context, CoreTypes types)
    {
        var last = (InvocationExpressionSyntax)context.Node;
        if (MethodOf(last) is null || last.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next }
            && MethodOf(next) is not null)
        {
            return;
        }

        List<PayloadKey> measurements = [];
        List<PayloadKey> metadata = [];
        for (InvocationExpressionSyntax? call = last; call is not null; call = ReceiverOf(call))
        {
            if (context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is not IMethodSymbol method
                || !CoreTypes.AreSame(method.ContainingType, types.EventBuilder))
            {
                break;
            }

            ExpressionSyntax key = call.ArgumentList.Arguments[0].Expression;
            if (context.SemanticModel.GetConstantValue(key, context.CancellationToken) is { HasValue: true, Value: string text })
            {
                (method.Name == "Measurement" ? measurements : metadata).Insert(0, new PayloadKey(text, key, call));
            }
        }

        Report(context, measurements, PayloadPart.Measurements);
        Report(context, metadata, PayloadPart.Metadata);
    }

    private static void Report(SyntaxNodeAnalysisContext context, IEnumerable<PayloadKey> keys, PayloadPart part)
    {
        var seen = new Dictionary<string, PayloadKey>(StringComparer.OrdinalIgnoreCase);
        foreach (PayloadKey key in keys)
        {
            if (seen.TryGetValue(key.Key, out PayloadKey? earlier))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.DuplicateKey,
                    key.Expression.GetLocation(),
                    [earlier.Entry.GetLocation()],
                    key.Key,
                    part == PayloadPart.Measurements ? "measurements" : "metadata"));
            }

            seen[key.Key] = key;
        }
    }

    private static string? MethodOf(InvocationExpressionSyntax call) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: ("Measurement" or "Metadata") and var name } }
        && call.ArgumentList.Arguments.Count == 2
            ? name
            : null;

    private static InvocationExpressionSyntax? ReceiverOf(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax receiver } && MethodOf(receiver) is not null
            ? receiver
            : null;
}
