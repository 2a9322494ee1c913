namespace Telemetry.Analyzers;

/// <summary>A type around a method that declares an event.</summary>
/// <param name="Keyword">The keyword, such as <c>record struct</c>.</param>
/// <param name="Name">The name, escaped.</param>
internal sealed record TypeModel(string Keyword, string Name);
