namespace Telemetry.Commands;

/// <summary>A source to enable, as the parameters of a cmdlet or the entry of a file describe it. Uses no type of the library, so
/// that it can be read on a platform without sources.</summary>
/// <param name="name">The name of the source.</param>
internal sealed class SourceRequest(string name)
{
    internal string Name { get; } = name;

    /// <summary>The kind; null for the one that is known of the source, or that exists.</summary>
    internal string? Via { get; init; }

    /// <summary>The segments that precede the names of its events; null for none.</summary>
    internal string? Prefix { get; init; }

    /// <summary>The tags to take, with wildcards; null for all that hold no secret.</summary>
    internal IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The time between two readings of observable instruments; null for the default.</summary>
    internal TimeSpan? Interval { get; init; }

    /// <summary>Whether a source that is neither known nor in the process may appear later.</summary>
    internal bool AwaitsSource { get; init; }

    /// <summary>The file, the line and the number of the entry, with which messages begin; null for the parameters of a
    /// cmdlet. A file accepts a source that is enabled with other tags: the one who enabled it decides that.</summary>
    internal string? Place { get; init; }
}
