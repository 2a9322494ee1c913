using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The parameters of the library by which events are named as text.</summary>
internal static class NameParameters
{
    /// <summary>Returns the kind of text that a parameter takes.</summary>
    /// <param name="parameter">A parameter of any method.</param>
    internal static NameKind KindOf(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !IsText(parameter.Type) || !IsCore(method.ContainingType))
        {
            return NameKind.None;
        }

        return (method.ContainingType.Name, parameter.Name) switch
        {
            // It returns false for an invalid name.
            ("TelemetryDispatcher", _) when method.Name == "TryGetEvent" => NameKind.None,
            ("TelemetryDispatcher", "eventName" or "eventNames") => IsWatch(method) ? NameKind.Name : NameKind.NameOrPattern,
            ("TelemetryDispatcher", "name" or "prefix") => NameKind.Name,
            ("DispatcherSpanExtensions", "name") => NameKind.Name,
            ("EventName", "name" or "suffix") when method.Name != "TryParse" => NameKind.Name,
            ("EventName", "segments") => NameKind.Segment,
            ("EventPattern", "pattern") when method.Name != "TryParse" => NameKind.Pattern,
            ("EventRecorder", "pattern" or "patterns") => NameKind.Pattern,
            _ => NameKind.None,
        };
    }

    // Strings, arrays of them and other sequences.
    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String
        || (type is IArrayTypeSymbol array && IsText(array.ElementType))
        || (type is INamedTypeSymbol { TypeArguments: [var item] } && item.SpecialType == SpecialType.System_String);

    private static bool IsCore(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Telemetry", ContainingNamespace.IsGlobalNamespace: true }
        && type.ContainingAssembly.Name == "Telemetry.Core";

    private static bool IsWatch(IMethodSymbol method) => method.Name.StartsWith("Watch", StringComparison.Ordinal);
}
