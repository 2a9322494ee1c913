using System.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>An event as a log record.</summary>
/// <param name="Time">The time of the event, in UTC.</param>
/// <param name="EventName">The name of the event.</param>
/// <param name="IsError">Whether it is an error.</param>
/// <param name="Text">The text that viewers show.</param>
/// <param name="Attributes">The measurements and the metadata.</param>
/// <param name="Context">The span in which the event occurred; the default value for none.</param>
internal sealed record LogEntry(
    DateTime Time,
    string EventName,
    bool IsError,
    string Text,
    KeyValuePair<string, object?>[] Attributes,
    ActivityContext Context);
