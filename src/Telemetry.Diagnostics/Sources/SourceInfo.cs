namespace Telemetry.Diagnostics;

/// <summary>A source that is known, or that exists in the process. Returned by <c>SourceBridge.Discover</c>.</summary>
public sealed class SourceInfo
{
    internal SourceInfo(string name, SourceKind kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>The name of the source, as the platform has it.</summary>
    public string Name { get; }

    /// <summary>The kind of the source.</summary>
    public SourceKind Kind { get; }

    /// <summary>Whether the library knows the source and its events.</summary>
    public bool IsKnown { get; internal init; }

    /// <summary>Whether the source exists in the process now. Many appear when the library to which they belong is first
    /// used.</summary>
    public bool Exists { get; internal init; }

    /// <summary>Whether the source is enabled in the bridge.</summary>
    public bool IsEnabled { get; internal init; }

    /// <summary>The names of the events that the source gives without a prefix, if it is known, and those that it gave, if it is
    /// enabled; may be empty.</summary>
    public IReadOnlyList<string> Events { get; internal init; } = [];

    /// <summary>A description of the source; null if it is not known.</summary>
    public string? Description { get; internal init; }

    /// <summary>Returns the name and the kind.</summary>
    public override string ToString() => $"{Name} ({Kind})";
}
