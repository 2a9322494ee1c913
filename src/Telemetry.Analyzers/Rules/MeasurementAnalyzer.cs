using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Telemetry.Analyzers;

/// <summary>Finds values that are converted to a measurement at run time and never are one, and declarations of measurements of such
/// types. The compiler refuses the others.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MeasurementAnalyzer() : TelemetryAnalyzer(Descriptors.NotAMeasurement)
{
    private const string DeclaredType = "DeclaredType";

    private protected override void Register(CompilationStartAnalysisContext context, CoreTypes types) =>
        context.RegisterOperationAction(operation => AnalyzeArgument(operation, types), OperationKind.Argument);

    private static void AnalyzeArgument(OperationAnalysisContext context, CoreTypes types)
    {
        var argument = (IArgumentOperation)context.Operation;
        if (argument.Parameter?.ContainingSymbol is not IMethodSymbol method)
        {
            return;
        }

        string? description = (argument.Parameter.Name, method.Name) switch
        {
            ("value", "TryFrom") when CoreTypes.AreSame(method.ContainingType, types.MeasurementValue) => DescribeValue(argument.Value),
            ("type", ".ctor") when IsMeasurementDeclaration(argument, method, types) => DescribeDeclaredType(argument.Value),
            _ => null,
        };
        if (description is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.NotAMeasurement, argument.Value.Syntax.GetLocation(), description));
        }
    }

    // The value without its conversion to object.
    private static string? DescribeValue(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null, Conversion: { IsNumeric: false, IsUserDefined: false } } conversion
            && conversion.Type?.SpecialType == SpecialType.System_Object)
        {
            value = conversion.Operand;
        }

        if (value.ConstantValue.HasValue)
        {
            object? constant = value.ConstantValue.Value;
            if (constant is null)
            {
                return "A null";
            }

            if (constant is string text)
            {
                return IsNumber(text) ? null : $"The text '{text}'";
            }
        }

        return value.Type is { } type && !CanBeMeasurement(type)
            ? $"A value of the type {type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}"
            : null;
    }

    private static bool CanBeMeasurement(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            CanBeMeasurement(nullable.TypeArguments[0]),
        { TypeKind: TypeKind.Enum or TypeKind.Array or TypeKind.Delegate } => false,
        { SpecialType: SpecialType.System_Boolean or SpecialType.System_Char } => false,
        { SpecialType: SpecialType.System_Object or SpecialType.System_String or SpecialType.System_ValueType } => true,

        // No class is a number.
        { TypeKind: TypeKind.Class } => false,
        { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } => IsMeasurementStruct(type),
        _ => true,
    };

    private static bool IsMeasurementStruct(ITypeSymbol type) => (type.ContainingNamespace?.ToDisplayString(), type.Name) switch
    {
        ("System", "TimeSpan" or "DateTimeOffset" or "Half" or "Int128" or "UInt128") => true,
        ("System.Numerics", "BigInteger") => true,
        ("Telemetry", "MeasurementValue") => true,
        _ => false,
    };

    // All forms of integers are forms of floating-point numbers, too.
    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsMeasurementDeclaration(IArgumentOperation argument, IMethodSymbol method, CoreTypes types) =>
        CoreTypes.AreSame(method.ContainingType, types.MeasurementDeclaration)
        || (CoreTypes.AreSame(method.ContainingType, types.DeclaredField)
            && argument.Parent is IObjectCreationOperation creation
            && creation.Arguments.Any(other => other.Parameter?.Name == "part" && NameOfConstant(other.Value) == "Measurement"));

    private static string? DescribeDeclaredType(IOperation value) =>
        NameOfConstant(value) is ("Any" or "Text" or "Boolean") and var name ? $"A value of the type {DeclaredType}.{name}" : null;

    private static string? NameOfConstant(IOperation value) =>
        value is IFieldReferenceOperation { Field: { HasConstantValue: true, ContainingType.TypeKind: TypeKind.Enum } field }
            ? field.Name
            : null;
}
