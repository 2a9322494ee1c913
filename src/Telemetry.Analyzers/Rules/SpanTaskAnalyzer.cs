using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>Finds calls that run an asynchronous function in a span, and whose task is lost.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpanTaskAnalyzer() : TelemetryAnalyzer(Descriptors.SpanNotAwaited)
{
    private protected override void Register(CompilationStartAnalysisContext context, CoreTypes types) =>
        context.RegisterOperationAction(operation => AnalyzeCall(operation, types), OperationKind.Invocation);

    private static void AnalyzeCall(OperationAnalysisContext context, CoreTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (CoreTypes.AreSame(call.TargetMethod.ContainingType, types.SpanSource)
            && call.TargetMethod.Name.StartsWith("Run", StringComparison.Ordinal)
            && IsTask(call.Type)
            && IsLost(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.SpanNotAwaited, call.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static bool IsTask(ITypeSymbol? type) =>
        type is { Name: "Task" or "ValueTask" } && type.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks";

    // The value of an expression statement, also of one with ConfigureAwait or behind '?.'; a discard is not one.
    private static bool IsLost(IOperation call)
    {
        IOperation value = call;
        while (value.Parent is IConversionOperation
            || (value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configure && configure.Instance == value)
            || (value.Parent is IConditionalAccessOperation access && access.WhenNotNull == value))
        {
            value = value.Parent;
        }

        return value.Parent is IExpressionStatementOperation;
    }
}
