namespace Telemetry.Diagnostics;

/// <summary>The rule that decides how a tag becomes metadata.</summary>
internal enum TagRule
{
    /// <summary>It becomes metadata; an address in it loses its user and its query.</summary>
    Include,

    /// <summary>It becomes metadata, as it is: it was named.</summary>
    IncludeAsIs,

    /// <summary>It is the path and the query of an address, and loses its query.</summary>
    IncludePath,

    /// <summary>It may hold secrets, or was not named, and does not become metadata.</summary>
    Exclude,
}
