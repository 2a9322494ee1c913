using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>The outcome of a report of several signals.</summary>
internal static class ReportOutcome
{
    /// <summary>Returns the size of what arrived.</summary>
    /// <exception cref="ReportException">A signal did not arrive.</exception>
    internal static ReportSize Of(IReadOnlyList<(SignalWork Work, Delivery Delivery)> deliveries)
    {
        string[] errors =
        [
            .. deliveries.Where(item => !item.Delivery.HasArrived)
                .GroupBy(item => item.Delivery.Error)
                .Select(same => TextOf([.. same.Select(item => item.Work)], same.Key!)),
        ];
        return errors.Length == 0
            ? new ReportSize(
                ItemsOf(Signal.Metrics), deliveries.Sum(item => item.Delivery.Bytes), ItemsOf(Signal.Traces), ItemsOf(Signal.Logs))
            : throw new ReportException(string.Join("; ", errors));

        long ItemsOf(Signal signal) => deliveries.Where(item => item.Work.Signal == signal).Sum(item => item.Delivery.Items);
    }

    // What one failure shows, the others of the same kind need not repeat.
    private static string TextOf(SignalWork[] works, string error)
    {
        string text = $"{works[0].Destination.Shown} {error}";
        return works.Length == 1
            ? text
            : $"{text} (the same for {string.Join(" and ", works.Skip(1).Select(work => WordFor(work.Signal, 2)))})";
    }

    /// <summary>Returns the word for items of a signal.</summary>
    internal static string WordFor(Signal signal, long count) => (signal, count) switch
    {
        (Signal.Metrics, 1) => "value of a metric",
        (Signal.Metrics, _) => "values of metrics",
        (Signal.Traces, 1) => "span",
        (Signal.Traces, _) => "spans",
        (_, 1) => "log record",
        _ => "log records",
    };
}
