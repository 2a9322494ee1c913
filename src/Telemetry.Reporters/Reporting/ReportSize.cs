namespace Telemetry.Reporters;

/// <summary>The size of a report.</summary>
/// <param name="series">The number of series.</param>
/// <param name="bytes">The number of bytes sent or written.</param>
public readonly struct ReportSize(long series, long bytes) : IEquatable<ReportSize>
{
    /// <summary>The number of series.</summary>
    public long Series { get; } = series;

    /// <summary>The number of bytes sent or written.</summary>
    public long Bytes { get; } = bytes;

    /// <inheritdoc/>
    public bool Equals(ReportSize other) => Series == other.Series && Bytes == other.Bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ReportSize other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (Series, Bytes).GetHashCode();

    /// <summary>Determines whether two sizes are equal.</summary>
    public static bool operator ==(ReportSize left, ReportSize right) => left.Equals(right);

    /// <summary>Determines whether two sizes differ.</summary>
    public static bool operator !=(ReportSize left, ReportSize right) => !left.Equals(right);
}
