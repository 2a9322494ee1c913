namespace Telemetry;

/// <summary>The part of an event that a declared key belongs to.</summary>
public enum DeclaredFieldPart
{
    /// <summary>The measurements.</summary>
    Measurement,

    /// <summary>The metadata.</summary>
    Metadata,
}
