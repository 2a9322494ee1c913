using Telemetry.Diagnostics;
using Telemetry.Reporters;

namespace Telemetry.Otlp;

/// <summary>Reports metrics, spans and events to a receiver of OpenTelemetry. Not public, so that the import of the module does not load
/// the assembly of the reporters.</summary>
internal sealed class OtlpReporter : PeriodicReporter
{
    private readonly OtlpReporterOptions _options;
    private readonly OtlpSettings _settings;
    private readonly OtlpSignals _signals;
    private readonly LeftOut _leftOut = new();

    /// <exception cref="ReporterException">An option is not valid.</exception>
    internal OtlpReporter(OtlpReporterOptions options)
        : base("otlp", options, options.Settings.Interval)
    {
        _options = options;
        _settings = options.Settings;
        if (_settings.Destinations.Count == 0)
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidOption,
                "There is nothing to report: no metrics, no spans and no events are selected.",
                null);
        }

        if (Prefix is { } prefix && !InstrumentPrefix.IsValid(prefix))
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidOption,
                $"The prefix '{prefix}' is not valid. Begin with a letter, and use letters, digits, '_', '.', '-' and '/'.",
                prefix);
        }

        Target = string.Join(", ", _settings.Destinations.Values.Select(destination => destination.ShownBase).Distinct());
        _signals = new OtlpSignals(_settings, RequestReport);
    }

    public override string Target { get; }

    // The SDK reads the metrics.
    protected override bool UsesSnapshot => false;

    protected override TimeSpan DueInterval => _signals.HasQueues && _settings.Delay < Interval
        ? Interval / Math.Ceiling(Interval / _settings.Delay)
        : Interval;

    protected override TimeSpan ReportTimeout =>
        _settings.Destinations.Values.Max(destination => destination.Timeout) + TimeSpan.FromSeconds(10);

    protected override void OnStarting() => _signals.Start(Registry, Interval, publication => new EngineOptions
    {
        Destinations = _settings.Destinations,
        DefaultResource = ResourceAttributes.Default(_options.DefaultServiceName),
        Resource = _settings.Resource,
        MeterName = publication.MeterName,
        StreamOf = new MetricStreams(publication, Prefix ?? string.Empty, _settings.Summaries).Of,
        IsDelta = _settings.IsDelta,
        IsLowMemory = _settings.IsLowMemory,
        SourceName = OtlpSignals.OwnSource,
        Stopped = _signals.AddStopped,
        LogCategory = OtlpSignals.OwnSource,
    }, new InstrumentOptions { MeterName = $"{OtlpSignals.OwnSource}.{Name}", Metrics = _options.Metrics, Group = _options.Group });

    protected override void OnStopped()
    {
        _signals.Dispose();
        (int spans, int logs) = _signals.Waiting;
        if (spans + logs > 0)
        {
            AddDropped(spans + logs);
            Notify(
                $"Reporter '{Name}' ended before {spans} {ReportOutcome.WordFor(Signal.Traces, spans)} and {logs} "
                + $"{ReportOutcome.WordFor(Signal.Logs, logs)} arrived at {Target}.");
        }
    }

    protected override bool IsDue(ReportContext context) =>
        context.Reason != ReportReason.Due || _signals.All.Any(work => work.IsDue);

    protected override ReportSize Report(ReportContext context)
    {
        if (context.Reason == ReportReason.Stop)
        {
            _signals.StopOpenSpans("The reporter was stopped before the span ended.");
        }
        else if (context.Reason == ReportReason.ProcessEnd && IsCertain())
        {
            _signals.StopOpenSpans("The process ended before the span did.");
        }

        SignalWork[] due = [.. _signals.All.Where(work => context.Reason != ReportReason.Due || work.IsDue)];
        (SignalWork Work, Delivery Delivery)[] deliveries = DeliverAll(due, context.Cancellation);
        ShowLeftOut(deliveries, context.IsLast);
        return ReportOutcome.Of(deliveries);
    }

    // An interrupt stops what runs in a shell, and spans end by it. The other signals end a process without a further notice, unless the
    // program handles them.
    private static bool IsCertain() =>
        ProcessEnd.HasDrained || (ProcessEnd.Signal & (ProcessSignals.Terminate | ProcessSignals.HangUp)) != ProcessSignals.None;

    // At the same time, so that a receiver that hangs takes the time for one.
    private static (SignalWork Work, Delivery Delivery)[] DeliverAll(SignalWork[] due, CancellationToken cancellation)
    {
        var deliveries = new (SignalWork Work, Delivery Delivery)[due.Length];
        Thread[] threads =
        [
            .. due.Skip(1).Select((work, i) => new Thread(() => deliveries[i + 1] = (work, work.Deliver(cancellation)))
            {
                IsBackground = true,
                Name = $"Telemetry reporter {work.Signal}",
            }),
        ];
        Array.ForEach(threads, thread => thread.UnsafeStart());
        if (due.Length > 0)
        {
            deliveries[0] = (due[0], due[0].Deliver(cancellation));
        }

        Array.ForEach(threads, thread => thread.Join());
        return deliveries;
    }

    private void ShowLeftOut((SignalWork Work, Delivery Delivery)[] deliveries, bool isLast)
    {
        foreach ((SignalWork work, Delivery delivery) in deliveries)
        {
            AddDropped(delivery.Rejected);
            if (work.NoteRejected(delivery))
            {
                string because = delivery.RejectedBecause is { } text ? $": {text}" : string.Empty;
                Notify(
                    $"Reporter '{Name}': {work.Destination.Shown} rejected {delivery.Rejected} "
                    + $"{ReportOutcome.WordFor(work.Signal, delivery.Rejected)}{because}.");
                _leftOut.Shown(delivery.Rejected);
            }
        }

        foreach (SignalWork work in _signals.All)
        {
            ShowDropped(work);
        }

        AddDropped(_signals.TakeDroppedSpans());
        if (isLast && _leftOut.IsMore(Dropped))
        {
            Notify($"Reporter '{Name}' left out {Dropped} items in all, which did not arrive at {Target}.");
            _leftOut.ShowAll(Dropped);
        }
    }

    private void ShowDropped(SignalWork work)
    {
        DroppedItems dropped = work.TakeDropped();
        AddDropped(dropped.Count);
        if (!_leftOut.NoteDropped(work.Signal, dropped.Count))
        {
            return;
        }

        string address = work.Destination.Shown;
        if (dropped.PushedOut > 0)
        {
            Notify(
                $"Reporter '{Name}' dropped {dropped.PushedOut} {ReportOutcome.WordFor(work.Signal, dropped.PushedOut)}: more than "
                + $"{_signals.LimitOf(work.Signal)} waited, as {address} accepted none, or not as fast as they came.");
        }

        if (dropped.Lost > 0)
        {
            Notify(
                $"Reporter '{Name}' dropped {dropped.Lost} {ReportOutcome.WordFor(work.Signal, dropped.Lost)}, which {address} did not "
                + "accept and which are not sent again.");
        }

        _leftOut.Shown(dropped.Count);
    }
}
