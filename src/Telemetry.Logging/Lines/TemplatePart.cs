namespace Telemetry.Logging;

/// <summary>A part of a template.</summary>
/// <param name="Kind">The kind of the part.</param>
/// <param name="Text">The literal text, the format of the time, or the key of a measurement or an entry of the metadata.</param>
internal sealed record TemplatePart(TemplatePartKind Kind, string Text);
