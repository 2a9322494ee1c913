using System.Globalization;
using System.Text;

namespace Telemetry.Metrics;

/// <summary>Writes the numbers of metrics as JSON, a line for each series.</summary>
internal sealed class MetricStateWriter(TextWriter writer)
{
    /// <summary>The version of the format. It rises when a file cannot be read by earlier versions of the library.</summary>
    internal const long Version = 1;

    private readonly StringBuilder _json = new();

    internal void Write(IReadOnlyList<SavedMetric> metrics)
    {
        _json.Append("{ \"Version\": ").Append(Version).Append(", \"Metrics\": [");
        for (int i = 0; i < metrics.Count; i++)
        {
            _json.Append(i == 0 ? "\n" : ",\n");
            Write(metrics[i]);
        }

        _json.Append("\n] }\n");
        Flush();
    }

    private void Write(SavedMetric metric)
    {
        _json.Append("{ \"Name\": ");
        AppendText(metric.Name);
        _json.Append(", \"Type\": \"").Append(metric.Type.ToString()).Append('"');
        if (metric.Unit is { } unit)
        {
            _json.Append(", \"Unit\": ");
            AppendText(unit);
        }

        AppendList("Tags", metric.Tags, AppendText);
        AppendList("Bounds", metric.Bounds, bound => _json.Append(JsonText.Of(bound)));
        AppendList("Origins", metric.Origins, AppendText);
        _json.Append(", \"Series\": [");
        for (int i = 0; i < metric.Series.Count; i++)
        {
            _json.Append(i == 0 ? "\n  " : ",\n  ");
            Write(metric.Series[i]);
            Flush();
        }

        _json.Append("] }");
    }

    private void Write(SeriesReading series)
    {
        _json.Append("{ \"Started\": \"").Append(series.Started.ToString("O", CultureInfo.InvariantCulture))
            .Append("\", \"Count\": ").Append(series.Count)
            .Append(", \"Value\": ");
        AppendNumber(series.Value);
        AppendList("Tags", series.TagValues, AppendText);
        AppendList("Buckets", series.BucketCounts, AppendCount);
        if (series.Exponential is { } values)
        {
            _json.Append(", \"Exponential\": { \"Scale\": ").Append(values.Scale).Append(", \"Zeros\": ").Append(values.ZeroCount);
            _json.Append(", \"PositiveOffset\": ").Append(values.PositiveOffset);
            AppendList("Positive", values.PositiveCounts, AppendCount);
            _json.Append(", \"NegativeOffset\": ").Append(values.NegativeOffset);
            AppendList("Negative", values.NegativeCounts, AppendCount);
            AppendOptional("Minimum", values.Minimum);
            AppendOptional("Maximum", values.Maximum);
            _json.Append(" }");
        }

        _json.Append(" }");
    }

    private void AppendList<T>(string key, IReadOnlyList<T> items, Action<T> append)
    {
        if (items.Count == 0)
        {
            return;
        }

        _json.Append(", \"").Append(key).Append("\": [");
        for (int i = 0; i < items.Count; i++)
        {
            _json.Append(i == 0 ? string.Empty : ", ");
            append(items[i]);
        }

        _json.Append(']');
    }

    private void AppendText(string text) => JsonText.Append(_json, text, escapesHalves: true);

    private void AppendCount(long count) => _json.Append(count);

    private void AppendNumber(MeasurementValue value)
    {
        if (value.TryGetInt64(out long integer))
        {
            _json.Append(integer);
        }
        else
        {
            value.TryGetDouble(out double number);
            _json.Append(JsonText.Of(number));
        }
    }

    private void AppendOptional(string key, double? number)
    {
        if (number is { } value)
        {
            _json.Append(", \"").Append(key).Append("\": ").Append(JsonText.Of(value));
        }
    }

    private void Flush()
    {
#if NET
        writer.Write(_json);
#else
        writer.Write(_json.ToString());
#endif
        _json.Clear();
    }
}
