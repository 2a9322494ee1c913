using System.Collections.Concurrent;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A reporter that keeps its reports.</summary>
internal sealed class MemoryReporter(MemoryReporterOptions options)
    : PeriodicReporter("memory", options, TimeSpan.FromDays(1))
{
    private readonly ConcurrentQueue<ReportContext> _reports = new();
    private readonly BlockingCollection<ReportContext> _arrivals = new(new ConcurrentQueue<ReportContext>());
    private int _opened;
    private int _closed;

    public override string Target => "memory";

    /// <summary>The reports that arrived, in order.</summary>
    internal ReportContext[] Arrived => [.. _reports];

    internal int Opened => Volatile.Read(ref _opened);

    internal int Closed => Volatile.Read(ref _closed);

    /// <summary>Called at each report, before it arrives.</summary>
    internal Action<ReportContext> OnReport { get; set; } = static _ => { };

    internal Action OnOpen { get; set; } = static () => { };

    internal Action OnClose { get; set; } = static () => { };

    /// <summary>The thread of the last report; null before the first.</summary>
    internal Thread? Worker { get; private set; }

    internal TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    protected override TimeSpan ReportTimeout => Timeout;

    /// <summary>Waits for the next report to arrive.</summary>
    internal ReportContext Next()
    {
        Assert.True(_arrivals.TryTake(out ReportContext? report, Threads.Patience), "No report arrived.");
        return report;
    }

    /// <summary>The sum of the values of all series in a report.</summary>
    internal static double Total(ReportContext report) =>
        report.Snapshot.Metrics.SelectMany(metric => metric.Series).Sum(series => series.Value.TryGetDouble(out double value) ? value : 0);

    /// <summary>The number of spans, and of log records, in each report.</summary>
    internal long Spans { get; init; }

    internal double LastTotal => Total(Arrived[^1]);

    protected override void OnStarting()
    {
        OnOpen();
        Interlocked.Increment(ref _opened);
    }

    protected override void OnStopped()
    {
        Interlocked.Increment(ref _closed);
        OnClose();
    }

    protected override ReportSize Report(ReportContext context)
    {
        Worker = Thread.CurrentThread;
        OnReport(context);
        _reports.Enqueue(context);
        _arrivals.Add(context);
        return new ReportSize(context.Snapshot.Metrics.Sum(metric => metric.Series.Count), 10, Spans, Spans);
    }
}
