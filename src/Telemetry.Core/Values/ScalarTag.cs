namespace Telemetry;

/// <summary>Stands in a value's reference for the type of the bits beside it: one object for each type.</summary>
/// <param name="kind">The type.</param>
/// <param name="measurementKind">The kind of the measurement that has the same bits;
/// <see cref="TelemetryValueKind.Null"/> where the type is not one of a measurement.</param>
internal sealed class ScalarTag(TelemetryValueKind kind, TelemetryValueKind measurementKind = TelemetryValueKind.Null)
{
    internal static readonly ScalarTag Boolean = new(TelemetryValueKind.Boolean);
    internal static readonly ScalarTag Char = new(TelemetryValueKind.Char);
    internal static readonly ScalarTag SByte = new(TelemetryValueKind.SByte, TelemetryValueKind.Int32);
    internal static readonly ScalarTag Byte = new(TelemetryValueKind.Byte, TelemetryValueKind.Int32);
    internal static readonly ScalarTag Int16 = new(TelemetryValueKind.Int16, TelemetryValueKind.Int32);
    internal static readonly ScalarTag UInt16 = new(TelemetryValueKind.UInt16, TelemetryValueKind.Int32);
    internal static readonly ScalarTag Int32 = new(TelemetryValueKind.Int32, TelemetryValueKind.Int32);
    internal static readonly ScalarTag UInt32 = new(TelemetryValueKind.UInt32, TelemetryValueKind.Int64);
    internal static readonly ScalarTag Int64 = new(TelemetryValueKind.Int64, TelemetryValueKind.Int64);
    internal static readonly ScalarTag UInt64 = new(TelemetryValueKind.UInt64, TelemetryValueKind.UInt64);

    // The bits are those of the double that it equals.
    internal static readonly ScalarTag Single = new(TelemetryValueKind.Single, TelemetryValueKind.Double);
    internal static readonly ScalarTag Double = new(TelemetryValueKind.Double, TelemetryValueKind.Double);
    internal static readonly ScalarTag TimeSpan = new(TelemetryValueKind.TimeSpan, TelemetryValueKind.TimeSpan);
    internal static readonly ScalarTag DateTime = new(TelemetryValueKind.DateTime, TelemetryValueKind.DateTime);

    internal TelemetryValueKind Kind { get; } = kind;

    internal TelemetryValueKind MeasurementKind { get; } = measurementKind;

    /// <summary>The tag of a measurement's kind; null for one that does not fit into the bits.</summary>
    internal static ScalarTag? Of(TelemetryValueKind measurement) => measurement switch
    {
        TelemetryValueKind.Int32 => Int32,
        TelemetryValueKind.Int64 => Int64,
        TelemetryValueKind.UInt64 => UInt64,
        TelemetryValueKind.Double => Double,
        TelemetryValueKind.TimeSpan => TimeSpan,
        TelemetryValueKind.DateTime => DateTime,
        _ => null,
    };
}
