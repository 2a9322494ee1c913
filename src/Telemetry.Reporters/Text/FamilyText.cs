using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes a metric: its description, type and unit, and the samples of its series.</summary>
internal sealed class FamilyText
{
    private const string TotalSuffix = "_total";

    private readonly MetricDefinition _definition;
    private readonly string _sampleName;

    internal FamilyText(MetricReading metric, TextFormat format, string? prefix)
    {
        Metric = metric;
        Format = format;
        _definition = metric.Definition;
        _sampleName = ExportedName.Of(_definition, prefix);
        Name = _definition.IsMonotonic && format == TextFormat.OpenMetrics && _sampleName.EndsWith(TotalSuffix, StringComparison.Ordinal)
            ? _sampleName.Substring(0, _sampleName.Length - TotalSuffix.Length)
            : _sampleName;
        Labels = new LabelText(_definition.Tags);
    }

    internal MetricReading Metric { get; }

    internal TextFormat Format { get; }

    /// <summary>The name of the family. In OpenMetrics, that of a counter is without the suffix of its samples.</summary>
    internal string Name { get; }

    internal LabelText Labels { get; }

    /// <summary>Whether there is something to write. A last value that was not set yet is nothing.</summary>
    internal static bool HasSamples(MetricReading metric)
    {
        for (int i = 0; i < metric.Series.Count; i++)
        {
            if (IsSample(metric.Definition, metric.Series[i]))
            {
                return true;
            }
        }

        return false;
    }

    internal void Write(ref Utf8Writer writer)
    {
        WriteHeader(ref writer);
        switch (_definition.Type)
        {
            case MetricType.Distribution:
                HistogramText.Write(ref writer, this);
                break;
            case MetricType.Summary:
                SummaryText.Write(ref writer, this);
                break;
            default:
                WriteNumbers(ref writer);
                break;
        }
    }

    private static bool IsSample(MetricDefinition definition, SeriesReading series) =>
        definition.Type != MetricType.LastValue || series.Count > 0;

    private void WriteHeader(ref Utf8Writer writer)
    {
        writer.Write("# HELP "u8);
        WriteName(ref writer);
        writer.Write(
            string.IsNullOrWhiteSpace(_definition.Description) ? DefaultDescription() : _definition.Description!,
            Format == TextFormat.OpenMetrics ? Escapes.Quoted : Escapes.Line);
        writer.Write("\n# TYPE "u8);
        WriteName(ref writer);
        writer.Write(_definition.Type switch
        {
            MetricType.Distribution => "histogram\n"u8,
            MetricType.Summary => "summary\n"u8,
            _ => _definition.IsMonotonic ? "counter\n"u8 : "gauge\n"u8,
        });
        WriteUnit(ref writer);
    }

    // The unit has to be the end of the name.
    private void WriteUnit(ref Utf8Writer writer)
    {
        string unit = Format == TextFormat.OpenMetrics && _definition.Unit is { } word ? ExportedName.OfUnit(word) : string.Empty;
        if (unit.Length > 0 && Name.EndsWith("_" + unit, StringComparison.Ordinal))
        {
            writer.Write("# UNIT "u8);
            WriteName(ref writer);
            writer.Write(unit, Escapes.Quoted);
            writer.Write("\n"u8);
        }
    }

    private void WriteName(ref Utf8Writer writer)
    {
        writer.Write(Name, Escapes.Quoted);
        writer.Write(" "u8);
    }

    private string DefaultDescription() => _definition.Type switch
    {
        MetricType.Counter => $"Counter {_definition.Name}.",
        MetricType.Sum => $"Sum {_definition.Name}.",
        MetricType.LastValue => $"Last value {_definition.Name}.",
        MetricType.Summary => $"Summary {_definition.Name}.",
        _ => $"Distribution {_definition.Name}.",
    };

    private void WriteNumbers(ref Utf8Writer writer)
    {
        var samples = new SampleText(_sampleName, Labels);
        for (int i = 0; i < Metric.Series.Count; i++)
        {
            SeriesReading series = Metric.Series[i];
            if (IsSample(_definition, series))
            {
                samples.Begin(series.TagValues);
                writer.WriteLine(samples.Start, Labels.End, series.Value);
            }
        }
    }
}
