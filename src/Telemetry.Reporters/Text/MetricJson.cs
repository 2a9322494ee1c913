using System.Buffers;
using System.Globalization;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes metrics as JSON, with an object for each series.</summary>
/// <remarks>
/// <para>An object has the members <c>time</c> (of the snapshot, in UTC), <c>name</c>, <c>type</c>, <c>unit</c> if the metric has one,
/// <c>tags</c> (an object) and <c>count</c>, the number of recorded values. Counters, sums and last values have the member
/// <c>value</c>; distributions and summaries have <c>sum</c> and, if there are values, <c>quantiles</c> with <c>p50</c>, <c>p90</c>,
/// <c>p95</c> and <c>p99</c>; summaries also <c>min</c> and <c>max</c>, if they are known. <c>buckets</c> of a distribution is an array
/// of objects with the members <c>bound</c>, null for the last, and <c>count</c>, which is not cumulative.</para>
/// <para>All members can be called from any thread.</para>
/// </remarks>
/// <example><code>
/// {"time":"2026-03-01T12:30:15.250Z","name":"job.count","type":"Counter","tags":{"kind":"mail"},"count":3,"value":3}
/// </code></example>
public static class MetricJson
{
    /// <summary>Writes a snapshot as an array, with a line for each object, in UTF-8.</summary>
    /// <param name="output">The writer to write to.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="prefix">Text to put before each name, separated by a point; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> or <paramref name="snapshot"/> is null.</exception>
    public static void Write(IBufferWriter<byte> output, MetricSnapshot snapshot, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(snapshot);
        var writer = new Utf8Writer(output);
        string time = TextOf(snapshot.Time);
        writer.Write("["u8);
        bool isFirst = true;
        foreach (MetricReading metric in snapshot.Metrics)
        {
            string name = DottedName.Of(metric.Definition.Name, prefix);
            for (int i = 0; i < metric.Series.Count; i++)
            {
                writer.Write(isFirst ? "\n"u8 : ",\n"u8);
                SeriesJson.Write(ref writer, time, since: null, name, metric.Definition, metric.Series[i]);
                isFirst = false;
            }
        }

        writer.Write(isFirst ? "]\n"u8 : "\n]\n"u8);
        writer.Flush();
    }

    /// <summary>Writes a snapshot as JSON lines: an object and a line feed for each series, in UTF-8.</summary>
    /// <param name="output">The writer to write to.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="prefix">Text to put before each name, separated by a point; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> or <paramref name="snapshot"/> is null.</exception>
    public static void WriteLines(IBufferWriter<byte> output, MetricSnapshot snapshot, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(snapshot);
        WriteLines(output, snapshot, prefix, since: null);
    }

    /// <summary>Writes JSON lines of an interval.</summary>
    /// <param name="output">The writer to write to.</param>
    /// <param name="interval">The numbers of the interval.</param>
    /// <param name="prefix">Text to put before each name; null for none.</param>
    /// <param name="since">The time at which the interval began, in UTC: the member <c>since</c>; null for none.</param>
    internal static void WriteLines(IBufferWriter<byte> output, MetricSnapshot interval, string? prefix, DateTime? since)
    {
        var writer = new Utf8Writer(output);
        string time = TextOf(interval.Time);
        string? start = since is { } begin ? TextOf(begin) : null;
        foreach (MetricReading metric in interval.Metrics)
        {
            string name = DottedName.Of(metric.Definition.Name, prefix);
            for (int i = 0; i < metric.Series.Count; i++)
            {
                SeriesJson.Write(ref writer, time, start, name, metric.Definition, metric.Series[i]);
                writer.Write("\n"u8);
            }
        }

        writer.Flush();
    }

    private static string TextOf(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
