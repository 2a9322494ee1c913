using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The types of the library, as a compilation sees them.</summary>
internal sealed class CoreTypes
{
    private const string Assembly = "Telemetry.Core";

    private readonly Compilation _compilation;

    private CoreTypes(Compilation compilation, INamedTypeSymbol dispatcher)
    {
        _compilation = compilation;
        Dispatcher = dispatcher;
        Event = Find("TelemetryEvent");
        SpanSource = Find("TelemetrySpanSource");
        SpanExtensions = Find("DispatcherSpanExtensions");
        EventName = Find("EventName");
        EventBuilder = Find("EventBuilder");
        EventData = Find("EventData");
        Handler = Find("TelemetryHandler");
        MeasurementValue = Find("MeasurementValue");
        MetadataValue = Find("MetadataValue");
        DeclaredEvent = Find("DeclaredEventAttribute");
        DeclaredField = Find("DeclaredFieldAttribute");
        MeasurementDeclaration = Find("MeasurementDeclaration");
    }

    internal INamedTypeSymbol Dispatcher { get; }

    internal INamedTypeSymbol? Event { get; }

    internal INamedTypeSymbol? SpanSource { get; }

    internal INamedTypeSymbol? SpanExtensions { get; }

    internal INamedTypeSymbol? EventName { get; }

    internal INamedTypeSymbol? EventBuilder { get; }

    internal INamedTypeSymbol? EventData { get; }

    internal INamedTypeSymbol? Handler { get; }

    internal INamedTypeSymbol? MeasurementValue { get; }

    internal INamedTypeSymbol? MetadataValue { get; }

    internal INamedTypeSymbol? DeclaredEvent { get; }

    internal INamedTypeSymbol? DeclaredField { get; }

    internal INamedTypeSymbol? MeasurementDeclaration { get; }

    /// <summary>Returns the types; null in a compilation that does not use the library.</summary>
    internal static CoreTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Telemetry.TelemetryDispatcher") is { } dispatcher && IsCore(dispatcher)
            ? new CoreTypes(compilation, dispatcher)
            : null;

    /// <summary>Determines whether a type is one of the library.</summary>
    internal static bool IsCore(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Telemetry", ContainingNamespace.IsGlobalNamespace: true }
        && type.ContainingAssembly.Name == Assembly;

    /// <summary>Determines whether two types are the same one.</summary>
    internal static bool AreSame(ITypeSymbol? left, ITypeSymbol? right) =>
        left is not null && SymbolEqualityComparer.Default.Equals(left, right);

    private INamedTypeSymbol? Find(string name) => _compilation.GetTypeByMetadataName($"Telemetry.{name}");
}
