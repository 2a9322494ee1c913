using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Shows the values of metrics live, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "TelemetryMetric")]
[OutputType(typeof(string))]
public sealed class WatchTelemetryMetricCommand : PSCmdlet
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private bool _isStopped;

    /// <summary>The names of the metrics. Wildcards are allowed. By default, all metrics are shown.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The time from one frame to the next: a TimeSpan, a number of seconds, or text such as <c>500ms</c>; two seconds by
    /// default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The number of frames, after which the cmdlet ends. By default, it ends when it is stopped.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Interval < s_shortest || Interval >= TimeSpan.FromDays(1))
        {
            ThrowTerminatingError(MetricErrors.Of(InvalidMetricException.Interval(Interval)));
        }

        MetricSnapshot now = MetricSnapshots.Collect(this, Name);
        string[] names = MetricSnapshots.Valid(Name);
        LiveScreen? screen = LiveScreen.Of(this);
        var view = new MetricFrame(Interval);
        MetricSnapshot? earlier = null;
        DateTime next = now.Time;
        for (int frame = 1; ; frame++)
        {
            Show(view, screen, now, earlier);
            if (frame == Count)
            {
                return;
            }

            // Frames that are late do not make the next ones late.
            next = Later(next + Interval, DateTime.UtcNow);
            if (!WaitUntil(next))
            {
                return;
            }

            earlier = now;
            now = MetricSnapshots.Collect(names);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    // False if the cmdlet was stopped.
    private bool WaitUntil(DateTime time)
    {
        lock (_gate)
        {
            while (!_isStopped && time - DateTime.UtcNow is { Ticks: > 0 } rest)
            {
                Monitor.Wait(_gate, rest);
            }

            return !_isStopped;
        }
    }

    private void Show(MetricFrame view, LiveScreen? screen, MetricSnapshot now, MetricSnapshot? earlier)
    {
        if (screen is not null)
        {
            screen.Show(view.Create(now, earlier, screen.Width, screen.Height));
            return;
        }

        WriteObject(view.Create(now, earlier), enumerateCollection: true);
        WriteObject(string.Empty);
    }
}
