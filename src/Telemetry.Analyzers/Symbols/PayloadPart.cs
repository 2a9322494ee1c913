namespace Telemetry.Analyzers;

/// <summary>The parts of an event that have keys.</summary>
internal enum PayloadPart
{
    /// <summary>The measurements.</summary>
    Measurements,

    /// <summary>The metadata.</summary>
    Metadata,
}
