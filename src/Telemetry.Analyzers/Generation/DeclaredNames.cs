namespace Telemetry.Analyzers;

/// <summary>The names of the events that a method declares.</summary>
/// <param name="Method">The name of the method, with that of its type.</param>
/// <param name="Names">The names.</param>
/// <param name="Location">The location of the method.</param>
internal sealed record DeclaredNames(string Method, EquatableArray<string> Names, LocationModel Location);
