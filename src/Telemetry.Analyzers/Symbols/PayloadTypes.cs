using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The types of collections that hold measurements or metadata.</summary>
internal static class PayloadTypes
{
    /// <summary>Returns the part of an event that a collection is; null if it is neither.</summary>
    internal static PayloadPart? PartOf(ITypeSymbol? collection, CoreTypes types) => collection switch
    {
        IArrayTypeSymbol array => PartOfEntry(array.ElementType, types),
        INamedTypeSymbol { TypeArguments: [var entry] } => PartOfEntry(entry, types),
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }, var value] } => PartOfValue(value, types),
        _ => null,
    };

    private static PayloadPart? PartOfEntry(ITypeSymbol entry, CoreTypes types) =>
        entry is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments: [{ SpecialType: SpecialType.System_String }, var value] }
            ? PartOfValue(value, types)
            : null;

    private static PayloadPart? PartOfValue(ITypeSymbol value, CoreTypes types) =>
        CoreTypes.AreSame(value, types.MeasurementValue) ? PayloadPart.Measurements
        : CoreTypes.AreSame(value, types.MetadataValue) ? PayloadPart.Metadata
        : null;
}
