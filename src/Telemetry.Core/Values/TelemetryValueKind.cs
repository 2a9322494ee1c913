using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>What a <see cref="TelemetryValue"/> or a <see cref="MeasurementValue"/> holds.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the names of the types that a value holds.")]
public enum TelemetryValueKind
{
    /// <summary>No value (null). Never the kind of a measurement.</summary>
    Null,

    /// <summary>A 32-bit integer.</summary>
    Int32,

    /// <summary>A 64-bit integer.</summary>
    Int64,

    /// <summary>A double-precision number.</summary>
    Double,

    /// <summary>A span of time.</summary>
    TimeSpan,

    /// <summary>A point in time, in UTC.</summary>
    DateTime,

    /// <summary>True or false. Never the kind of a measurement.</summary>
    Boolean,

    /// <summary>A string. Never the kind of a measurement.</summary>
    String,

    /// <summary>Any other object, by reference. Never the kind of a measurement.</summary>
    Object,
}
