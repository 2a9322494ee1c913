namespace Telemetry.Logging;

/// <summary>The options of a <see cref="TelemetryLog"/>. They are read when the log is created.</summary>
public sealed class TelemetryLogOptions
{
    /// <summary>The path of the file to which the lines are appended. It is created if it does not exist; its folder exists.</summary>
    public required string Path { get; set; }

    /// <summary>The events to log: names and patterns such as <c>job.*</c> (<see cref="EventPattern"/>), at least one.</summary>
    public required IReadOnlyList<string> Events { get; set; }

    /// <summary>The conditions that an event meets which is logged: each of them. None by default.</summary>
    public IReadOnlyList<EventCondition> Where { get; set; } = [];

    /// <summary>The conditions of which an event that is logged meets none.</summary>
    public IReadOnlyList<EventCondition> WhereNot { get; set; } = [];

    /// <summary>The name of the log, unique among those of the process that are running, without regard to case; null for the name of
    /// the file without its extension, with a number if there is one already.</summary>
    public string? Name { get; set; }

    /// <summary>The dispatcher whose events are logged; null for <see cref="TelemetryDispatcher.Default"/>.</summary>
    public TelemetryDispatcher? Dispatcher { get; set; }

    /// <summary>The format of the lines; null for <see cref="LogFormat.Text"/> with a template, and <see cref="LogFormat.Json"/>
    /// otherwise.</summary>
    public LogFormat? Format { get; set; }

    /// <summary>The template of <see cref="LogFormat.Text"/>: text with the placeholders <c>{time}</c>, which may have a format
    /// (<c>{time:HH:mm:ss}</c>), <c>{name}</c>, <c>{pid}</c>, <c>{span}</c>, <c>{parent}</c>, <c>{measurements}</c>, <c>{metadata}</c>,
    /// and <c>{measurements.key}</c> and <c>{metadata.key}</c>. What an event does not have is a hyphen; <c>{{</c> and <c>}}</c> are
    /// braces. Null for the time, the name, the measurements and the metadata.</summary>
    public string? Template { get; set; }

    /// <summary>The keys of metadata, and of objects in it, whose values are hidden, in addition to those whose names are those of
    /// secrets, such as <c>password</c>, <c>apiKey</c> and <c>access_token</c>. With the wildcards <c>*</c> and <c>?</c>, and without
    /// regard to case.</summary>
    public IReadOnlyList<string> Redact { get; set; } = [];

    /// <summary>The keys whose values are shown, although their names are those of secrets; <c>*</c> for all that
    /// <see cref="Redact"/> does not hide.</summary>
    public IReadOnlyList<string> NoRedact { get; set; } = [];

    /// <summary>The unit of spans of time.</summary>
    public LogDurationUnit DurationUnit { get; set; }

    /// <summary>Whether the time of a line is local, with its offset from UTC, and a day is a local one. By default, both are
    /// UTC.</summary>
    public bool UsesLocalTime { get; set; }

    /// <summary>The size of the file in bytes, 1,024 or more, beyond which it is rotated: it is renamed, and another one begins; null
    /// for no limit.</summary>
    public long? MaxSize { get; set; }

    /// <summary>Whether the file is rotated before the first line of a day.</summary>
    public bool Daily { get; set; }

    /// <summary>The number of rotated files that are kept, 1 or more: the oldest are deleted; null to keep all of them.</summary>
    public int? Keep { get; set; }

    /// <summary>The memory in bytes for lines that wait, from 64 KiB; by default, 64 MiB.</summary>
    public long MaxMemory { get; set; } = 64L * 1024 * 1024;

    /// <summary>Converts objects in metadata of types that the log does not know: a function that returns a dictionary, text or another
    /// value to write, or the object itself. It is called on the thread that emits, and may throw. Null for none.</summary>
    public Func<object, object?>? Converter { get; set; }

    /// <summary>Whether a running log of the same name is replaced: this one receives all events after those of that one, which is then
    /// stopped. By default, that is an error.</summary>
    public bool Replaces { get; set; }
}
