using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>A diagnostic of a method that declares an event.</summary>
internal sealed record DiagnosticModel(DiagnosticDescriptor Descriptor, LocationModel Location, EquatableArray<string> Arguments)
{
    internal Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Location.ToLocation(), Arguments.Select(argument => (object)argument).ToArray());
}
