using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>Finds constant names that are looked up in a loop or in a handler.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LookupAnalyzer() : TelemetryAnalyzer(Descriptors.RepeatedLookup)
{
    private protected override void Register(CompilationStartAnalysisContext context, CoreTypes types) =>
        context.RegisterOperationAction(operation => AnalyzeCall(operation, types), OperationKind.Invocation);

    private static void AnalyzeCall(OperationAnalysisContext context, CoreTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (HandleOf(call.TargetMethod, types) is { } handle
            && NameOf(call) is { } name
            && EventNameSyntax.FindProblem(name) is null
            && RepeatedCode.Around(call.Syntax, call.SemanticModel!, types, context.CancellationToken) is { } repeated
            && DispatcherOf(call) is { } dispatcher
            && IsTheSameEachTime(dispatcher, repeated))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.RepeatedLookup,
                call.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty
                    .Add(DiagnosticProperties.EventName, name)
                    .Add(DiagnosticProperties.HandleType, handle)
                    .Add(DiagnosticProperties.Place, PlaceOf(dispatcher, call.Syntax, repeated)),
                name,
                handle));
        }
    }

    private static string? HandleOf(IMethodSymbol method, CoreTypes types) => method.Name switch
    {
        "GetEvent" or "Execute" or "HasHandlers" when CoreTypes.AreSame(method.ContainingType, types.Dispatcher) => "TelemetryEvent",
        "GetSpanSource" when CoreTypes.AreSame(method.ContainingType, types.SpanExtensions) => "TelemetrySpanSource",
        _ => null,
    };

    private static string? NameOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "name") is { } argument
            ? ConstantText.Of(argument.Value)
            : null;

    private static IOperation? DispatcherOf(IInvocationOperation call)
    {
        IOperation? dispatcher = call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments[0].Value : null);
        while (dispatcher is IConversionOperation conversion)
        {
            dispatcher = conversion.Operand;
        }

        return dispatcher;
    }

    private static bool IsTheSameEachTime(IOperation dispatcher, SyntaxNode repeated) => dispatcher switch
    {
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Default" } } => true,
        IFieldReferenceOperation { Field.IsReadOnly: true, Instance: null or IInstanceReferenceOperation } => true,
        ILocalReferenceOperation { Local: var local } => IsSetOutside(local, repeated),
        IParameterReferenceOperation { Parameter: var parameter } => IsSetOutside(parameter, repeated),
        _ => false,
    };

    private static bool IsSetOutside(ISymbol variable, SyntaxNode repeated) =>
        variable.DeclaringSyntaxReferences.All(declaration =>
            declaration.SyntaxTree == repeated.SyntaxTree && !repeated.Span.Contains(declaration.Span))
        && !repeated.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(assignment => assignment.Left is IdentifierNameSyntax left && left.Identifier.ValueText == variable.Name);

    // Null where neither suits: before a handler, a variable would have to be captured.
    private static string? PlaceOf(IOperation dispatcher, SyntaxNode call, SyntaxNode repeated) =>
        dispatcher is IPropertyReferenceOperation
            && call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not null and not InterfaceDeclarationSyntax
            ? DiagnosticProperties.Field
            : repeated is StatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } and not LocalFunctionStatementSyntax
                ? DiagnosticProperties.Local
                : null;
}
