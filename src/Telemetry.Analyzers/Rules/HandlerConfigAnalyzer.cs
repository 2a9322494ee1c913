using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>Finds options that are passed as the config of a handler.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerConfigAnalyzer() : TelemetryAnalyzer(Descriptors.OptionsAsConfig)
{
    private protected override void Register(CompilationStartAnalysisContext context, CoreTypes types) =>
        context.RegisterOperationAction(operation => AnalyzeArgument(operation, types), OperationKind.Argument);

    private static void AnalyzeArgument(OperationAnalysisContext context, CoreTypes types)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.Parameter is { Name: "config", ContainingSymbol: IMethodSymbol method }
            && CoreTypes.AreSame(method.ContainingType, types.Dispatcher)
            && TypeOf(argument.Value) is { } type
            && RemedyOf(type.Name) is { } remedy)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.OptionsAsConfig,
                argument.Value.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.ConfigType, type.Name),
                type.Name,
                remedy));
        }
    }

    // The type of the library that the value has before its conversion to object.
    private static INamedTypeSymbol? TypeOf(IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        ITypeSymbol? type = value.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : value.Type;
        return type is INamedTypeSymbol named && CoreTypes.IsCore(named) ? named : null;
    }

    private static string? RemedyOf(string type) => type switch
    {
        "HandlerOptions" => "Pass it as the argument 'options'",
        "HandlerBuffer" => "Set it as the Buffer of a HandlerOptions, and pass that as the argument 'options'",
        "FailurePolicy" => "Set it as the FailurePolicy of a HandlerOptions, and pass that as the argument 'options'",
        "BatchOptions" => "Pass it to AttachBatchAsync, as the argument 'batch'",
        _ => null,
    };
}
