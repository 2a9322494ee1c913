namespace Telemetry.Analyzers;

/// <summary>The result of reading a method.</summary>
/// <param name="Model">The method; null if it cannot be implemented.</param>
/// <param name="Diagnostics">The diagnostics.</param>
/// <param name="Declared">The names of the events and the location of the method.</param>
internal sealed record MethodResult(MethodModel? Model, EquatableArray<DiagnosticModel> Diagnostics, DeclaredNames? Declared);
