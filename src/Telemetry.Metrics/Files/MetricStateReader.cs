namespace Telemetry.Metrics;

/// <summary>Reads the numbers of metrics that <see cref="MetricStateWriter"/> wrote. Keys that are not known are left out, so that a
/// later version of the library can add some.</summary>
internal sealed partial class MetricStateReader
{
    private readonly JsonDataReader _json;
    private readonly string _path;

    private MetricStateReader(string path, string text)
    {
        _path = path;
        _json = new JsonDataReader(path, text, allowsHalves: true);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="MetricException">The file is not valid, or of a later version.</exception>
    internal static IReadOnlyList<SavedMetric> Read(string path, string text) => new MetricStateReader(path, text).Read();

    private List<SavedMetric> Read()
    {
        bool hasVersion = false;
        List<SavedMetric>? metrics = null;
        foreach (string key in _json.ReadKeys())
        {
            switch (key)
            {
                case "Version":
                    CheckVersion(ReadInteger(key));
                    hasVersion = true;
                    break;
                case "Metrics":
                    metrics = ReadList(ReadMetric);
                    break;
                default:
                    _json.ReadValue();
                    break;
            }
        }

        _json.ReadEnd();
        return hasVersion && metrics is not null
            ? metrics
            : throw Invalid("It has no 'Version' or no 'Metrics', so that it is not a state of metrics.");
    }

    private void CheckVersion(long version)
    {
        if (version != MetricStateWriter.Version)
        {
            throw Invalid(
                $"It is of version {version} of the format, and this version of the library reads {MetricStateWriter.Version} only.");
        }
    }

    private SavedMetric ReadMetric()
    {
        string? name = null;
        MetricType? type = null;
        string? unit = null;
        List<string> tags = [];
        List<double> bounds = [];
        List<string> origins = [];
        List<SeriesReading>? series = null;
        foreach (string key in _json.ReadKeys())
        {
            switch (key)
            {
                case "Name":
                    name = ReadText(key);
                    break;
                case "Type":
                    type = ReadType(key);
                    break;
                case "Unit":
                    unit = ReadText(key);
                    break;
                case "Tags":
                    tags = ReadList(() => ReadText(key));
                    break;
                case "Bounds":
                    bounds = ReadList(() => ReadDouble(key));
                    break;
                case "Origins":
                    origins = ReadList(() => ReadText(key));
                    break;
                case "Series":
                    series = ReadList(ReadSeries);
                    break;
                default:
                    _json.ReadValue();
                    break;
            }
        }

        if (name is null || type is null || series is null)
        {
            throw Invalid("A metric has no 'Name', 'Type' or 'Series'.");
        }

        var metric = new SavedMetric
        {
            Name = name,
            Type = type.Value,
            Unit = unit,
            Tags = tags,
            Bounds = bounds,
            Origins = origins,
            Series = series,
            Path = _path,
        };
        return metric.IsConsistent ? metric : throw Invalid($"The numbers of the metric '{MetricErrors.Printable(name)}' do not agree.");
    }
}
