using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>The type of the value in a <see cref="MetadataValue"/> or a <see cref="MeasurementValue"/>.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the names of the types that a value holds.")]
public enum MetadataValueKind
{
    /// <summary>No value (null). Never the kind of a measurement.</summary>
    Null,

    /// <summary>True or false. Never the kind of a measurement.</summary>
    Boolean,

    /// <summary>A character. Never the kind of a measurement.</summary>
    Char,

    /// <summary>A signed 8-bit integer. As a measurement, it is of the kind <see cref="Int32"/>.</summary>
    SByte,

    /// <summary>An unsigned 8-bit integer. As a measurement, it is of the kind <see cref="Int32"/>.</summary>
    Byte,

    /// <summary>A signed 16-bit integer. As a measurement, it is of the kind <see cref="Int32"/>.</summary>
    Int16,

    /// <summary>An unsigned 16-bit integer. As a measurement, it is of the kind <see cref="Int32"/>.</summary>
    UInt16,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>An unsigned 32-bit integer. As a measurement, it is of the kind <see cref="Int64"/>.</summary>
    UInt32,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>A single-precision number. As a measurement, it is of the kind <see cref="Double"/>.</summary>
    Single,

    /// <summary>A double-precision number.</summary>
    Double,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A span of time.</summary>
    TimeSpan,

    /// <summary>A point in time: UTC, local or unspecified, according to its <see cref="DateTimeKind"/>.</summary>
    DateTime,

    /// <summary>A point in time with its offset from UTC.</summary>
    DateTimeOffset,

    /// <summary>A <see cref="System.Guid"/>. Never the kind of a measurement.</summary>
    Guid,

    /// <summary>A string. Never the kind of a measurement.</summary>
    String,

    /// <summary>Any other object, by reference; values of other types, such as enums, are boxed. Never the kind of a
    /// measurement.</summary>
    Object,
}
