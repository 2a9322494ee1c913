namespace Telemetry.Diagnostics;

/// <summary>The kind of an error when a source is enabled. The cmdlets use these names as error ids.</summary>
public enum SourceErrorKind
{
    /// <summary>There is no source with the name, neither known nor in the process now.</summary>
    UnknownSource,

    /// <summary>The source is enabled already, by the same kind.</summary>
    SourceAlreadyEnabled,

    /// <summary>The prefix is not the beginning of the name of an event.</summary>
    InvalidPrefix,

    /// <summary>The name of a source is empty.</summary>
    InvalidSourceName,

    /// <summary>The source is the library's own, whose events are emitted already.</summary>
    OwnSource,

    /// <summary>A pattern of <see cref="SourceOptions.Tags"/> is null or empty.</summary>
    InvalidTag,

    /// <summary>The interval is not more than zero, or too long.</summary>
    InvalidInterval,
}
