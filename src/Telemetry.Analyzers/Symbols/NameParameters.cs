using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The parameters of the library by which events are named as text.</summary>
internal static class NameParameters
{
    /// <summary>Returns the kind of text that a parameter takes.</summary>
    /// <param name="parameter">A parameter of any method.</param>
    internal static NameKind KindOf(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !IsText(parameter.Type) || !CoreTypes.IsCore(method.ContainingType))
        {
            return NameKind.None;
        }

        return (method.ContainingType.Name, parameter.Name) switch
        {
            // They return false for an invalid name.
            _ when method.Name is "TryGetEvent" or "TryParse" => NameKind.None,
            ("TelemetryDispatcher", "eventName") => IsWatch(method) ? NameKind.Name : NameKind.NameOrPattern,
            ("TelemetryDispatcher", "eventNames" or "name" or "prefix") => NameKind.Name,
            ("DispatcherSpanExtensions", "name") => NameKind.Name,
            ("EventName", "name" or "suffix") => NameKind.Name,
            ("EventDeclaration", "name") => NameKind.Name,
            ("DeclaredEventAttribute" or "DeclaredFieldAttribute", "eventName") => NameKind.Name,
            ("EventName", "segments") => NameKind.Segment,
            ("EventPattern", "pattern") => NameKind.Pattern,
            ("EventRecorder", "pattern" or "patterns") => NameKind.Pattern,
            _ => NameKind.None,
        };
    }

    // A string, an array of strings or another sequence of them.
    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String
        || (type is IArrayTypeSymbol array && IsText(array.ElementType))
        || (type is INamedTypeSymbol { TypeArguments: [var item] } && item.SpecialType == SpecialType.System_String);

    private static bool IsWatch(IMethodSymbol method) => method.Name.StartsWith("Watch", StringComparison.Ordinal);
}
