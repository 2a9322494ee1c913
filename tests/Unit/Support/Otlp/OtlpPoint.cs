using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>The value of a metric for one set of attributes.</summary>
internal sealed record OtlpPoint
{
    public required IReadOnlyDictionary<string, object?> Attributes { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The value of a gauge or a sum; null for other kinds.</summary>
    public double? Value { get; init; }

    /// <summary>Whether the value is an integer.</summary>
    public bool IsInteger { get; init; }

    /// <summary>The number of observations of a histogram or a summary.</summary>
    public long Count { get; init; }

    /// <summary>The sum of the observations; null if there is none.</summary>
    public double? Sum { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    /// <summary>The upper bounds of a histogram.</summary>
    public IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>The counts of a histogram, one more than bounds.</summary>
    public IReadOnlyList<long> BucketCounts { get; init; } = [];

    /// <summary>The scale of an exponential histogram.</summary>
    public int Scale { get; init; }

    /// <summary>The number of observations of 0 in an exponential histogram.</summary>
    public long ZeroCount { get; init; }

    /// <summary>The counts of an exponential histogram for values above 0, from <see cref="OtlpBuckets.Offset"/>.</summary>
    public OtlpBuckets Positive { get; init; } = OtlpBuckets.Empty;

    /// <summary>The counts of an exponential histogram for values below 0.</summary>
    public OtlpBuckets Negative { get; init; } = OtlpBuckets.Empty;

    /// <summary>The values of a summary by their quantile.</summary>
    public IReadOnlyDictionary<double, double> Quantiles { get; init; } = new Dictionary<double, double>();

    internal static OtlpPoint Read(JsonElement point) => new()
    {
        Attributes = point.Attributes(),
        StartTime = point.Time("startTimeUnixNano"),
        Time = point.Time("timeUnixNano"),
        Value = point.Number("asDouble") ?? point.Number("asInt"),
        IsInteger = point.Has("asInt"),
        Count = point.Int64("count"),
        Sum = point.Number("sum"),
        Min = point.Number("min"),
        Max = point.Number("max"),
        Bounds = [.. point.Items("explicitBounds").Select(bound => bound.GetDouble())],
        BucketCounts = point.Integers("bucketCounts"),
        Scale = point.Int32("scale"),
        ZeroCount = point.Int64("zeroCount"),
        Positive = OtlpBuckets.Read(point.Child("positive")),
        Negative = OtlpBuckets.Read(point.Child("negative")),
        Quantiles = point.Items("quantileValues").ToDictionary(value => value.Number("quantile") ?? 0, value => value.Number("value") ?? 0),
    };
}
