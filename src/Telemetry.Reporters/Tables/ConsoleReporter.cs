using System.Globalization;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes a table of the numbers of each interval to the console, or to another writer.</summary>
/// <remarks>
/// <para>A table has a title with the time, and a row for each series that recorded values in the interval; also for last values, and
/// sums that go up and down, which are shown as they are. Nothing is written for an interval without any. An interval begins at the
/// last report that arrived. Numbers are invariant. Control characters, such as those of escape codes, are shown as
/// <c>\u001b</c>.</para>
/// <para>Each table is a single write, followed by a flush. An exception of the writer is a failure of the report.</para>
/// </remarks>
/// <example><code>
/// 2026-03-01 12:30:15 UTC, the last 10 s
///    Count Rate/s  Value   Mean    P50    P95    P99 Unit   Metric
///        3    0.3      3                                    job.count{kind=mail}
///        6    0.6         0.1245  0.125  0.231  0.248 second web.request.stop.duration{route=/a}
/// </code></example>
public sealed class ConsoleReporter : PeriodicReporter
{
    private const int MinWidth = 40;
    private const int PlainWidth = 120;

    private readonly TextWriter? _output;
    private readonly int? _width;
    private readonly IntervalNumbers _numbers = new();

    /// <summary>Creates a reporter.</summary>
    /// <param name="options">The options. The default interval is 10 seconds.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ReporterException">An option is not valid.</exception>
    public ConsoleReporter(ConsoleReporterOptions options)
        : base("console", options, TimeSpan.FromSeconds(10))
    {
        _output = options.Output;
        _width = options.Width is null or >= MinWidth
            ? options.Width
            : throw new ReporterException(
                ReporterErrorKind.InvalidOption, $"The width is {options.Width}. Use {MinWidth} characters or more.", options.Width);
    }

    /// <summary><c>console</c>, or the type of the writer.</summary>
    public override string Target => _output?.GetType().Name ?? Kind;

    private protected override bool ReportsAtStart => false;

    /// <inheritdoc/>
    protected override ReportSize Report(ReportContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MetricSnapshot interval = _numbers.Of(context.Snapshot);
        IReadOnlyList<TableRow> rows = TableRow.Of(interval, interval.Time - _numbers.Since, Prefix);
        int length = 0;
        if (rows.Count > 0)
        {
            TextWriter output = _output ?? Console.Out;
            string title = string.Format(
                CultureInfo.InvariantCulture,
                "{0:yyyy-MM-dd HH:mm:ss} UTC, the last {1} s",
                interval.Time,
                ShortNumber.Of((interval.Time - _numbers.Since).TotalSeconds));
            string text = MetricTable.Text(title, rows, _width ?? WidthOfConsole(), output.NewLine);
            context.Cancellation.ThrowIfCancellationRequested();
            output.Write(text);
            output.Flush();
            length = output.Encoding.GetByteCount(text);
        }

        _numbers.Begin(context.Snapshot);
        return new ReportSize(rows.Count, length);
    }

    private protected override void OnRestored() => _numbers.Begin(Collect());

    private int WidthOfConsole()
    {
        try
        {
            return _output is null && !Console.IsOutputRedirected && Console.WindowWidth is >= MinWidth and var width ? width : PlainWidth;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return PlainWidth;
        }
    }
}
