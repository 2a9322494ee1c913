namespace Telemetry.Reporters;

/// <summary>The size of a report.</summary>
/// <param name="series">The number of series.</param>
/// <param name="bytes">The number of bytes sent or written.</param>
/// <param name="spans">The number of spans, for reporters that report them.</param>
/// <param name="logRecords">The number of log records, for reporters that report them.</param>
public readonly struct ReportSize(long series, long bytes, long spans = 0, long logRecords = 0) : IEquatable<ReportSize>
{
    /// <summary>The number of series.</summary>
    public long Series { get; } = series;

    /// <summary>The number of bytes sent or written.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>The number of spans; 0 for reporters that report none.</summary>
    public long Spans { get; } = spans;

    /// <summary>The number of log records; 0 for reporters that report none.</summary>
    public long LogRecords { get; } = logRecords;

    /// <inheritdoc/>
    public bool Equals(ReportSize other) =>
        Series == other.Series && Bytes == other.Bytes && Spans == other.Spans && LogRecords == other.LogRecords;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ReportSize other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (Series, Bytes, Spans, LogRecords).GetHashCode();

    /// <summary>Determines whether two sizes are equal.</summary>
    public static bool operator ==(ReportSize left, ReportSize right) => left.Equals(right);

    /// <summary>Determines whether two sizes differ.</summary>
    public static bool operator !=(ReportSize left, ReportSize right) => !left.Equals(right);

    /// <summary>Returns the size as measurements of an event. Most reporters have no spans and log records.</summary>
    internal KeyValuePair<string, MeasurementValue>[] ToMeasurements()
    {
        KeyValuePair<string, MeasurementValue>[] always = [new("series", Series), new("bytes", Bytes)];
        return Spans + LogRecords == 0 ? always : [.. always, new("spans", Spans), new("log_records", LogRecords)];
    }
}
