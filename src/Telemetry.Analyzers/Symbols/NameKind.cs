namespace Telemetry.Analyzers;

/// <summary>The kinds of text that name events.</summary>
internal enum NameKind
{
    /// <summary>No name of an event.</summary>
    None,

    /// <summary>The name of one event.</summary>
    Name,

    /// <summary>The name of one event, in a method that has an overload with a pattern.</summary>
    NameOrPattern,

    /// <summary>A name or a pattern.</summary>
    Pattern,

    /// <summary>One segment of a name.</summary>
    Segment,
}
