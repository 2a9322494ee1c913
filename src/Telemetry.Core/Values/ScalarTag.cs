namespace Telemetry;

/// <summary>The reference of a value that is held in its bits. It names the type of these bits, with one object for each
/// type.</summary>
/// <param name="kind">The type.</param>
/// <param name="measurementKind">The kind of the measurement that has the same bits; <see cref="MetadataValueKind.Null"/> if no
/// measurement has it.</param>
internal sealed class ScalarTag(MetadataValueKind kind, MetadataValueKind measurementKind = MetadataValueKind.Null)
{
    internal static readonly ScalarTag Boolean = new(MetadataValueKind.Boolean);
    internal static readonly ScalarTag Char = new(MetadataValueKind.Char);
    internal static readonly ScalarTag SByte = new(MetadataValueKind.SByte, MetadataValueKind.Int32);
    internal static readonly ScalarTag Byte = new(MetadataValueKind.Byte, MetadataValueKind.Int32);
    internal static readonly ScalarTag Int16 = new(MetadataValueKind.Int16, MetadataValueKind.Int32);
    internal static readonly ScalarTag UInt16 = new(MetadataValueKind.UInt16, MetadataValueKind.Int32);
    internal static readonly ScalarTag Int32 = new(MetadataValueKind.Int32, MetadataValueKind.Int32);
    internal static readonly ScalarTag UInt32 = new(MetadataValueKind.UInt32, MetadataValueKind.Int64);
    internal static readonly ScalarTag Int64 = new(MetadataValueKind.Int64, MetadataValueKind.Int64);
    internal static readonly ScalarTag UInt64 = new(MetadataValueKind.UInt64, MetadataValueKind.UInt64);

    // The bits are those of the equal double.
    internal static readonly ScalarTag Single = new(MetadataValueKind.Single, MetadataValueKind.Double);
    internal static readonly ScalarTag Double = new(MetadataValueKind.Double, MetadataValueKind.Double);
    internal static readonly ScalarTag TimeSpan = new(MetadataValueKind.TimeSpan, MetadataValueKind.TimeSpan);
    internal static readonly ScalarTag DateTime = new(MetadataValueKind.DateTime, MetadataValueKind.DateTime);

    internal MetadataValueKind Kind { get; } = kind;

    internal MetadataValueKind MeasurementKind { get; } = measurementKind;

    /// <summary>Returns the tag for a kind of measurement; null for a kind that does not fit into the bits.</summary>
    internal static ScalarTag? Of(MetadataValueKind measurement) => measurement switch
    {
        MetadataValueKind.Int32 => Int32,
        MetadataValueKind.Int64 => Int64,
        MetadataValueKind.UInt64 => UInt64,
        MetadataValueKind.Double => Double,
        MetadataValueKind.TimeSpan => TimeSpan,
        MetadataValueKind.DateTime => DateTime,
        _ => null,
    };
}
