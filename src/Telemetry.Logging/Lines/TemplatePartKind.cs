namespace Telemetry.Logging;

/// <summary>The kinds of the parts of a template.</summary>
internal enum TemplatePartKind
{
    Literal,
    Time,
    Name,
    Pid,
    Span,
    Parent,
    Measurements,
    Metadata,
    Measurement,
    MetadataEntry,
}
