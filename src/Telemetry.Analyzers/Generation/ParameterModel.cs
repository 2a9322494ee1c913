namespace Telemetry.Analyzers;

/// <summary>A parameter of a method that declares an event.</summary>
/// <param name="Modifiers">The modifiers, with a space after each, such as <c>in</c>.</param>
/// <param name="Type">The full name of the type.</param>
/// <param name="Name">The name, escaped.</param>
/// <param name="IsParent">Whether the parameter is the parent of a span.</param>
internal sealed record ParameterModel(string Modifiers, string Type, string Name, bool IsParent);
