using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers;

/// <summary>The diagnostics that are found while a method is read.</summary>
internal sealed class MethodProblems
{
    private readonly List<DiagnosticModel> _diagnostics = [];

    internal bool IsEmpty => _diagnostics.Count == 0;

    internal EquatableArray<DiagnosticModel> Diagnostics => new([.. _diagnostics]);

    internal void Add(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(new(descriptor, LocationModel.Of(location), new(arguments)));
}
