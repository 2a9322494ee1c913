using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>The buckets of one side of an exponential histogram.</summary>
/// <param name="Offset">The index of the first bucket.</param>
/// <param name="Counts">The counts.</param>
internal sealed record OtlpBuckets(int Offset, IReadOnlyList<long> Counts)
{
    internal static OtlpBuckets Empty { get; } = new(0, []);

    internal static OtlpBuckets Read(JsonElement buckets) => new(buckets.Int32("offset"), buckets.Integers("bucketCounts"));
}
