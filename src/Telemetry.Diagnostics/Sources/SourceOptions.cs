namespace Telemetry.Diagnostics;

/// <summary>The options with which a source is enabled.</summary>
public sealed class SourceOptions
{
    /// <summary>The segments that precede the names of all events of the source, for example <c>outgoing</c>; null or an empty
    /// text for none.</summary>
    public string? Prefix { get; init; }

    /// <summary>The tags, or the properties of a payload, that events carry as metadata: names, which may contain the wildcards
    /// <c>*</c> and <c>?</c>, without regard to case. Tags that may hold secrets are included where a name matches. The default
    /// is null, for all tags that hold none.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Whether a source may be enabled that is unknown and does not exist yet. Its events begin once it appears. The
    /// default is false.</summary>
    public bool AwaitsSource { get; init; }

    /// <summary>The interval at which the observable instruments of a meter are read. More than zero; 5 seconds by default. Other
    /// kinds of sources ignore it.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);
}
