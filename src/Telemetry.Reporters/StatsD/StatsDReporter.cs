using System.Net.Sockets;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Sends metrics to a StatsD server, or to an agent that understands its protocol, by UDP.</summary>
/// <remarks>
/// <para>Counters, and sums that only go up, are sent as what was added since the last report (<c>|c</c>), and nothing if that is 0.
/// What was recorded before the reporter started, or restored, is not sent. Other sums and last values are gauges (<c>|g</c>), sent
/// with each report.</para>
/// <para>Distributions and summaries are sent as values that were recorded: <c>|ms</c>, with times in milliseconds, or in the dialect
/// of Datadog <c>|d</c>, in the unit of the metric. Up to 100 values of a series are sent with each report. Of more, they are a random
/// sample with its rate (<c>|@0.1</c>), so that the count of the server is that of the metric. The values of a metric that is added
/// while the reporter runs are estimated by the buckets until its next report. Etsy's server knows no negative times: these are
/// counted in <see cref="Reporter.Dropped"/>.</para>
/// <para>A name is that of the metric, with the prefix and a point before it. In Etsy's dialect, the values of the tags are further
/// segments, in the order of the tags, with an underscore for an empty one; series whose names become equal are added up by the
/// server. In the other one, they are tags, without those that are empty. Characters that the protocol uses or the server removes
/// become underscores.</para>
/// <para>A datagram has at most 1,432 bytes. A line that is longer is left out, and counted in
/// <see cref="Reporter.Dropped"/>.</para>
/// <para>By UDP, nobody knows whether a datagram arrived. A report is a failure if the host is not known, or if the system says that
/// nobody listens at the port; what was not sent then is sent with the next report.</para>
/// </remarks>
public sealed class StatsDReporter : PeriodicReporter
{
    private const int HighestPort = 65535;

    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromSeconds(10);

    private readonly StatsDSyntax _syntax;
    private readonly UdpDestination _destination;
    private readonly ObservedMetrics _observed = new();
    private SentReadings _sent = new(static _ => false);

    /// <summary>Creates a reporter, which <see cref="Reporter.Start"/> starts.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ReporterException">An option is not valid.</exception>
    public StatsDReporter(StatsDReporterOptions options)
        : base("statsd", options, s_defaultInterval)
    {
        string host = (options.Host ?? string.Empty).Trim('[', ']');
        UriHostNameType type = Uri.CheckHostName(host);
        if (type is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidAddress,
                $"'{options.Host}' is not the name or the IP address of a host. Write it without a port, as in statsd.example.com.",
                options.Host);
        }

        if (options.Port is < 1 or > HighestPort)
        {
            throw new ReporterException(
                ReporterErrorKind.InvalidAddress, $"The port is {options.Port}. Use a number from 1 to {HighestPort}.", options.Port);
        }

        _syntax = StatsDSyntax.Of(options.Dialect, Prefix);
        _destination = new UdpDestination(host, options.Port);
        Target = FormattableString.Invariant($"udp://{(type == UriHostNameType.IPv6 ? $"[{host}]" : host)}:{options.Port}");
    }

    /// <inheritdoc/>
    public override string Target { get; }

    private protected override bool ReportsAtStart => false;

    /// <inheritdoc/>
    protected override void OnStarting() => _observed.Follow(SelectedMetrics);

    /// <inheritdoc/>
    protected override void OnStopped() => _observed.Dispose();

    private protected override void OnStarted()
    {
        _sent = new SentReadings(name => Registry.Find(name) is not null);
        _sent.Begin(SelectedMetrics.Select(metric => metric.Read()));
    }

    /// <inheritdoc/>
    protected override ReportSize Report(ReportContext context)
    {
        _observed.Follow(SelectedMetrics);
        _sent.Keep(context.Snapshot);
        var batch = new DatagramBatch();
        long series = 0;
        foreach (MetricReading metric in context.Snapshot.Metrics)
        {
            ObservedMetric? observed = _observed.Find(metric);
            foreach (SeriesReading one in metric.Series)
            {
                series += Add(batch, metric, one, observed?.Find(one)) ? 1 : 0;
            }

            observed?.Keep(metric);
        }

        batch.Complete();
        UdpOutcome outcome = _destination.Send(batch.Datagrams, context.Cancellation);
        batch.Commit(outcome.Sent);
        return outcome.Failure switch
        {
            null => new ReportSize(series, batch.Bytes),
            SocketException e => throw new ReportException(ReasonOf(e), e),
            { } e => throw new ReportException("the datagrams were not sent in time", e),
        };
    }

    private static string ReasonOf(SocketException e) =>
        e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset
            ? "nobody listens at the port"
            : new SocketException((int)e.SocketErrorCode).Message.TrimEnd('.');

    /// <returns>Whether there is something to send.</returns>
    private bool Add(DatagramBatch batch, MetricReading metric, SeriesReading series, ValueSample? sample)
    {
        string[] lines = LinesOf(metric, series, sample, out int dropped);
        dropped += lines.Count(line => !batch.TryAdd(line));
        batch.OnSent(() =>
        {
            AddDropped(dropped);
            sample?.Forget();
            if (metric.Definition.Type != MetricType.LastValue)
            {
                _sent.Set(metric, series);
            }
        });
        return lines.Length > 0;
    }

    private string[] LinesOf(MetricReading metric, SeriesReading series, ValueSample? sample, out int dropped)
    {
        MetricDefinition definition = metric.Definition;
        bool isGauge = definition.Type == MetricType.LastValue || (definition.Type == MetricType.Sum && !definition.IsMonotonic);
        dropped = 0;
        if (series.Count == 0 && (definition.Type == MetricType.LastValue || !isGauge))
        {
            return [];
        }

        (string start, string end) = _syntax.SeriesOf(definition, series.TagValues);
        return isGauge ? [_syntax.GaugeOf(start, series.Value, end)]
            : _sent.Since(metric, series) is not { } added ? []
            : definition.IsMonotonic ? CounterOf(start, added.Value, end)
            : ObservationsOf(definition, added, sample?.Take() ?? [], start, end, out dropped);
    }

    private static string[] CounterOf(string start, MeasurementValue added, string end) =>
        added.TryGetDouble(out double number) && number != 0 ? [$"{start}:{StatsDNumber.Of(added)}|c{end}"] : [];

    private string[] ObservationsOf(
        MetricDefinition definition, SeriesReading added, IReadOnlyList<double> sample, string start, string end, out int dropped)
    {
        IReadOnlyList<double> values = sample.Count > 0 || added.Count == 0 ? sample : Estimates(added);

        // A value is sampled a moment after it was recorded, maybe after the reading.
        int count = (int)Math.Min(values.Count, added.Count);
        string rate = count == added.Count ? string.Empty : $"|@{StatsDNumber.Of((double)count / added.Count)}";
        double factor = _syntax.FactorOf(definition);
        double[] sendable = [.. values.Take(count).Where(_syntax.CanObserve)];
        dropped = count - sendable.Length;
        return [.. sendable.Select(value => $"{start}:{StatsDNumber.Of(value * factor)}|{_syntax.ObservationType}{rate}{end}")];
    }

    private static double[] Estimates(SeriesReading added)
    {
        int count = (int)Math.Min(added.Count, ValueSample.Size);
        return [.. Enumerable.Range(0, count).Select(i => added.Quantile((i + 0.5) / count) ?? 0)];
    }
}
