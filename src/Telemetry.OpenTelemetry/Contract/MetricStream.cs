namespace Telemetry.Otlp;

/// <summary>The way in which the values of an instrument are kept.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Bounds">The bounds of the buckets of a histogram; empty for an exponential one, and for what is no histogram.</param>
/// <param name="IsExponential">Whether it is an exponential histogram.</param>
/// <param name="SeriesLimit">The highest number of series.</param>
internal sealed record MetricStream(string Name, double[] Bounds, bool IsExponential, int SeriesLimit);
