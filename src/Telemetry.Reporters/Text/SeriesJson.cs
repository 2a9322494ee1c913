using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes a series as a JSON object.</summary>
internal static class SeriesJson
{
    internal static void Write(
        ref Utf8Writer writer, string time, string? since, string name, MetricDefinition definition, SeriesReading series)
    {
        writer.Write("{\"time\":"u8);
        WriteString(ref writer, time);
        if (since is not null)
        {
            writer.Write(",\"since\":"u8);
            WriteString(ref writer, since);
        }

        writer.Write(",\"name\":"u8);
        WriteString(ref writer, name);
        writer.Write(",\"type\":"u8);
        WriteString(ref writer, NameOf(definition.Type));
        if (definition.Unit is { } unit)
        {
            writer.Write(",\"unit\":"u8);
            WriteString(ref writer, unit);
        }

        WriteTags(ref writer, definition.Tags, series.TagValues);
        writer.Write(",\"count\":"u8);
        writer.Write(series.Count);
        switch (definition.Type)
        {
            case MetricType.Distribution:
                WriteSum(ref writer, series);
                WriteBuckets(ref writer, definition.Buckets, series.BucketCounts);
                WriteQuantiles(ref writer, series);
                break;
            case MetricType.Summary:
                WriteSum(ref writer, series);
                WriteLimits(ref writer, series.Exponential);
                WriteQuantiles(ref writer, series);
                break;
            case MetricType.LastValue when series.Count == 0:
                break;
            default:
                writer.Write(",\"value\":"u8);
                WriteNumber(ref writer, series.Value);
                break;
        }

        writer.Write("}"u8);
    }

    private static string NameOf(MetricType type) => type switch
    {
        MetricType.Counter => nameof(MetricType.Counter),
        MetricType.Sum => nameof(MetricType.Sum),
        MetricType.LastValue => nameof(MetricType.LastValue),
        MetricType.Summary => nameof(MetricType.Summary),
        _ => nameof(MetricType.Distribution),
    };

    private static void WriteTags(ref Utf8Writer writer, IReadOnlyList<MetricTag> tags, IReadOnlyList<string> values)
    {
        writer.Write(",\"tags\":{"u8);
        for (int i = 0; i < tags.Count; i++)
        {
            writer.Write(i == 0 ? default : ","u8);
            WriteString(ref writer, tags[i].Name);
            writer.Write(":"u8);
            WriteString(ref writer, values[i]);
        }

        writer.Write("}"u8);
    }

    private static void WriteSum(ref Utf8Writer writer, SeriesReading series)
    {
        writer.Write(",\"sum\":"u8);
        WriteNumber(ref writer, series.Value);
    }

    private static void WriteBuckets(ref Utf8Writer writer, IReadOnlyList<double> bounds, IReadOnlyList<long> counts)
    {
        writer.Write(",\"buckets\":["u8);
        for (int i = 0; i < counts.Count; i++)
        {
            writer.Write(i == 0 ? "{\"bound\":"u8 : ",{\"bound\":"u8);
            if (i < bounds.Count)
            {
                writer.Write(bounds[i]);
            }
            else
            {
                writer.Write("null"u8);
            }

            writer.Write(",\"count\":"u8);
            writer.Write(counts[i]);
            writer.Write("}"u8);
        }

        writer.Write("]"u8);
    }

    private static void WriteLimits(ref Utf8Writer writer, ExponentialReading? values)
    {
        if (values is { Minimum: { } minimum, Maximum: { } maximum })
        {
            writer.Write(",\"min\":"u8);
            WriteNumber(ref writer, minimum);
            writer.Write(",\"max\":"u8);
            WriteNumber(ref writer, maximum);
        }
    }

    private static void WriteQuantiles(ref Utf8Writer writer, SeriesReading series)
    {
        if (series.Quantile(0.5) is { } median)
        {
            writer.Write(",\"quantiles\":{\"p50\":"u8);
            WriteNumber(ref writer, median);
            writer.Write(",\"p90\":"u8);
            WriteNumber(ref writer, series.Quantile(0.9)!.Value);
            writer.Write(",\"p95\":"u8);
            WriteNumber(ref writer, series.Quantile(0.95)!.Value);
            writer.Write(",\"p99\":"u8);
            WriteNumber(ref writer, series.Quantile(0.99)!.Value);
            writer.Write("}"u8);
        }
    }

    private static void WriteString(ref Utf8Writer writer, string text)
    {
        writer.Write("\""u8);
        writer.Write(text, Escapes.Json);
        writer.Write("\""u8);
    }

    // JSON has no text for numbers that are not finite.
    private static void WriteNumber(ref Utf8Writer writer, MeasurementValue value)
    {
        if (value.TryGetDouble(out double number) && !double.IsNaN(number) && !double.IsInfinity(number))
        {
            writer.Write(value);
        }
        else
        {
            writer.Write("null"u8);
        }
    }
}
