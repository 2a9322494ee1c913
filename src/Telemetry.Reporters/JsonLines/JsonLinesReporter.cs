using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Appends a line to a file for each series and interval: a JSON object, as <see cref="MetricJson"/> writes it.</summary>
/// <remarks>
/// <para>An interval begins at the last report that arrived, and the first one at the start. Its time is the member <c>since</c>, and
/// the end is <c>time</c>. <c>count</c>, <c>value</c>, <c>sum</c>, <c>buckets</c> and <c>quantiles</c> are those of the interval, and
/// series that recorded nothing in it are left out. Last values, and sums that go up and down, are written in each interval as they
/// are. The name is preceded by the prefix, if there is one, and a point.</para>
/// <para>The file is opened for each report and created if it does not exist, so that it can be renamed meanwhile. Several processes
/// may append to the same one. Where a report fails, for example because the disk is full, what it has written is removed, and the
/// next one has the numbers of both.</para>
/// </remarks>
public sealed class JsonLinesReporter : PeriodicReporter
{
    private readonly string _path;
    private readonly ByteBuffer _lines = new();
    private readonly IntervalNumbers _numbers = new();

    /// <summary>Creates a reporter.</summary>
    /// <param name="options">The options. The default interval is 60 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ReporterException">An option is not valid, or the folder of the file does not exist.</exception>
    public JsonLinesReporter(JsonLinesReporterOptions options)
        : base("jsonlines", options, TimeSpan.FromSeconds(60))
    {
        _path = ReporterPath.Require(options.Path);
    }

    /// <summary>The full path of the file.</summary>
    public override string Target => _path;

    private protected override bool ReportsAtStart => false;

    /// <summary>Opens the file, so that an error shows at the start and not after an interval.</summary>
    /// <exception cref="ReporterException">The file cannot be opened.</exception>
    protected override void OnStarting()
    {
        try
        {
            LineFile.Create(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidPath, $"'{_path}': the file cannot be opened to append to it. {e.Message}", _path, e);
        }
    }

    /// <inheritdoc/>
    protected override ReportSize Report(ReportContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MetricSnapshot interval = _numbers.Of(context.Snapshot);
        _lines.Clear();
        MetricJson.WriteLines(_lines, interval, Prefix, _numbers.Since);
        if (_lines.Length > 0)
        {
            LineFile.Append(_path, _lines.Written, context.Cancellation);
        }

        _numbers.Begin(context.Snapshot);
        return new ReportSize(interval.Metrics.Sum(metric => (long)metric.Series.Count), _lines.Length);
    }

    private protected override void OnStarted() => _numbers.Begin(Collect());
}
