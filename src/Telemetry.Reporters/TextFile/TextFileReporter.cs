using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes the values of metrics to a file that the text file collector of Prometheus' node exporter reads, in the text format
/// 0.0.4. It is there for jobs that end, and for machines whose only open port is that of the node exporter.</summary>
/// <remarks>
/// <para>The file is replaced as a whole: a reader never gets a part of it, and after a failure, the file of the report before is
/// there. It stays when the reporter ends. Meanwhile there is a file beside it with the extension <c>.tmp</c>, which the collector does
/// not read.</para>
/// <para>With <see cref="TextFileReporterOptions.SuccessTimestamp"/>, the file has the gauge
/// <c>telemetry_last_report_timestamp_seconds</c>, after the prefix if there is one. Its label <c>file</c> is the name of the file, as
/// the collector refuses equal series of two files.</para>
/// </remarks>
public sealed class TextFileReporter : PeriodicReporter
{
    private const string Extension = ".prom";

    // Longer than a report may take.
    private static readonly TimeSpan s_ageOfLeftovers = TimeSpan.FromMinutes(1);

    private static readonly MetricDefinition s_timestamp = new("telemetry.last_report.timestamp", MetricType.LastValue)
    {
        Tags = ["file"],
        Unit = "second",
        Description = "The time of the report, in seconds since 1970.",
    };

    private readonly string _path;
    private readonly bool _hasTimestamp;
    private readonly ByteBuffer _text = new();

    /// <summary>Creates a reporter.</summary>
    /// <param name="options">The options. The default interval is 15 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ReporterException">An option is not valid, or the folder of the file does not exist.</exception>
    public TextFileReporter(TextFileReporterOptions options)
        : base("textfile", options, TimeSpan.FromSeconds(15))
    {
        _path = ReporterPath.Require(options.Path);
        _hasTimestamp = options.SuccessTimestamp;
        if (!_path.EndsWith(Extension, StringComparison.Ordinal))
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidPath,
                $"'{options.Path}': the name does not end with '{Extension}'. The node exporter reads no other files.",
                options.Path);
        }
    }

    /// <summary>The full path of the file.</summary>
    public override string Target => _path;

    internal override bool IsAlone => true;

    /// <summary>Checks that the folder can be written to, so that an error shows at the start.</summary>
    /// <exception cref="ReporterException">It cannot be written to.</exception>
    protected override void OnStarting()
    {
        try
        {
            using var probe = new FileStream(
                $"{_path}.{Path.GetRandomFileName()}.tmp",
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidPath,
                $"'{_path}': no file can be written in the folder '{Path.GetDirectoryName(_path)}'. Check that it exists and may be"
                    + " written to, or choose another path.",
                _path,
                e);
        }
    }

    /// <inheritdoc/>
    protected override ReportSize Report(ReportContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MetricSnapshot snapshot = _hasTimestamp ? WithTimestamp(context.Snapshot) : context.Snapshot;
        _text.Clear();
        PrometheusText.Write(_text, snapshot, TextFormat.Prometheus, Prefix);
        AtomicFile.Write(_path, _text.CopyTo, context.Cancellation);
        AtomicFile.RemoveLeftovers(_path, s_ageOfLeftovers);
        return new ReportSize(snapshot.Metrics.Sum(metric => (long)metric.Series.Count), _text.Length);
    }

    private MetricSnapshot WithTimestamp(MetricSnapshot snapshot)
    {
        TimeSpan sinceEpoch = snapshot.Time - new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var timestamp = new SeriesReading
        {
            TagValues = [Path.GetFileName(_path)],
            Started = snapshot.Time,
            Count = 1,
            Value = sinceEpoch.TotalSeconds,
        };
        return new(snapshot.Time, [.. snapshot.Metrics, new MetricReading(s_timestamp, [timestamp])]);
    }
}
