using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>Determines how values of a type are carried by an event.</summary>
internal static class ValueTypes
{
    private static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Returns the type without the mark of a nullable value type.</summary>
    internal static ITypeSymbol Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;

    /// <summary>Determines whether null is a value of the type. A type of code without annotations may be null.</summary>
    internal static bool IsNullable(ITypeSymbol type) => type.IsReferenceType
        ? type.NullableAnnotation != NullableAnnotation.NotAnnotated
        : !SymbolEqualityComparer.Default.Equals(type, Underlying(type));

    /// <summary>Determines whether values of the type, which is not nullable, can be measurements.</summary>
    internal static bool IsMeasurement(ITypeSymbol type) => DeclaredType(type) is "Integer" or "Number" or "Duration" or "Time";

    /// <summary>Determines whether the type, which is not nullable, has an implicit conversion to a value of the metadata.</summary>
    internal static bool HasConversion(ITypeSymbol type) =>
        IsMeasurement(type)
        || type.SpecialType is SpecialType.System_String or SpecialType.System_Boolean or SpecialType.System_Char
        || NameOf(type) is "System.Guid" or "Telemetry.MetadataValue" or "Telemetry.MeasurementValue";

    /// <summary>Determines whether an event can carry values of the type at all.</summary>
    internal static bool CanBeCarried(ITypeSymbol type) => !type.IsRefLikeType
        && type.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.TypeParameter);

    /// <summary>Returns the member of <c>DeclaredType</c> for a type that is not nullable.</summary>
    internal static string DeclaredType(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
            or SpecialType.System_IntPtr or SpecialType.System_UIntPtr => "Integer",
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => "Number",
        SpecialType.System_DateTime => "Time",
        SpecialType.System_Boolean => "Boolean",
        SpecialType.System_String or SpecialType.System_Char => "Text",
        _ when type.TypeKind == TypeKind.Enum => "Text",
        _ => NameOf(type) switch
        {
            "System.TimeSpan" => "Duration",
            "System.DateTimeOffset" => "Time",
            "System.Guid" => "Text",
            _ => "Any",
        },
    };

    /// <summary>Returns the possible values of a type as text: the names of an enum that is no set of flags.</summary>
    internal static IEnumerable<string> ValuesOf(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum && !type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "FlagsAttribute")
            ? type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue).Select(member => member.Name)
            : [];

    /// <summary>Returns the full name, with the marks of nullable types inside it, but not its own.</summary>
    internal static string FullName(ITypeSymbol type) => type.TypeKind == TypeKind.Dynamic
        ? "object"
        : SignatureName(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    /// <summary>Returns the full name with all marks, as in the signature of a method.</summary>
    internal static string SignatureName(ITypeSymbol type) => type.ToDisplayString(s_full);

    private static string NameOf(ITypeSymbol type) => type is INamedTypeSymbol { ContainingType: null, Arity: 0 }
        ? $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}"
        : string.Empty;
}
