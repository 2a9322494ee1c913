using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Pushes metrics to a Pushgateway of Prometheus, for programs that end before Prometheus would scrape them.</summary>
/// <remarks>
/// <para>All metrics are pushed as one group of the server, with the labels <c>job</c> and
/// <see cref="PushgatewayReporterOptions.GroupingKey"/>; with <see cref="PushgatewayReporterOptions.GroupTags"/>, as one group for
/// each combination of values of these tags. A metric without such a tag, and a series whose value of it is empty, is pushed in the
/// group without its label. A group exists only if it has a series.</para>
/// <para>With <see cref="PushMethod.Put"/>, a group that has no series any more is deleted at the server; with
/// <see cref="PushMethod.Post"/>, it stays there with its last values.</para>
/// <para>The server overwrites labels of metrics that are in the grouping key. Such a metric is refused when the reporter starts. If
/// it is added later, it is not pushed, its series are counted in <see cref="Reporter.Dropped"/>, and the report is a failure that
/// names it; the other metrics are pushed.</para>
/// <para>If a group is refused by the server, the others are pushed, and the report is a failure. Redirects are not followed: the
/// values would go to an address that nobody configured.</para>
/// <para>The proxy of the system is used, except for servers of this machine.</para>
/// </remarks>
public sealed class PushgatewayReporter : PeriodicReporter
{
    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromMinutes(1);

    private readonly PushServer _server;
    private readonly HostAddresses _addresses;
    private readonly GroupingKey _key;
    private readonly PushMethod _method;
    private readonly bool _deletesOnStop;
    private readonly ByteBuffer _body = new();

    // The groups that the server may have, even if it gave no answer. Used on the thread of the reporter.
    private readonly SortedSet<string> _pushed = new(StringComparer.Ordinal);

    /// <summary>Creates a reporter, which <see cref="Reporter.Start"/> starts.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ReporterException">An option is not valid.</exception>
    public PushgatewayReporter(PushgatewayReporterOptions options)
        : base("pushgateway", options, s_defaultInterval)
    {
        _server = new PushServer(options);
        _addresses = new HostAddresses(_server.Host, TimeSpan.Zero);
        _key = new GroupingKey(options);
        _method = options.Method is PushMethod.Put or PushMethod.Post
            ? options.Method
            : throw new ReporterException(ReporterErrorKind.InvalidOption, "The method is none of Put and Post.", options.Method);
        ReportTimeout = options.Timeout > TimeSpan.Zero && options.Timeout <= s_longestTimeout
            ? options.Timeout
            : throw new ReporterException(
                ReporterErrorKind.InvalidOption,
                $"The timeout is {options.Timeout}. Use more than zero, and at most a minute.",
                options.Timeout);
        _deletesOnStop = options.DeleteOnStop;
    }

    /// <inheritdoc/>
    public override string Target => _server.Address + _key.Path;

    /// <inheritdoc/>
    protected override TimeSpan ReportTimeout { get; }

    /// <inheritdoc/>
    protected override void OnStarting()
    {
        foreach (Metric metric in SelectedMetrics)
        {
            if (_key.OverwrittenLabelOf(metric.Definition) is { } label)
            {
                throw new ReporterException(
                    ReporterErrorKind.InvalidGroupingKey,
                    $"The label '{label}' of the metric '{metric.Definition.Name}' is in the grouping key, too, and the server would"
                        + " overwrite its values. Give the tag another name, leave the label out of the grouping key, or report other"
                        + " metrics.",
                    label);
            }
        }
    }

    /// <inheritdoc/>
    protected override ReportSize Report(ReportContext context)
    {
        using var session = new HttpSession(_server, _addresses, context.Cancellation);
        var outcome = new PushOutcome();
        if (context.IsLast && _deletesOnStop)
        {
            Delete([.. _pushed], session, outcome, context.Cancellation);
            return outcome.Complete();
        }

        var accepted = new List<MetricReading>();
        foreach (MetricReading metric in context.Snapshot.Metrics)
        {
            if (_key.OverwrittenLabelOf(metric.Definition) is not { } label)
            {
                accepted.Add(metric);
            }
            else if (metric.Definition.Name != MetricRegistry.ProblemsMetric)
            {
                // That one appears with the first problem of another. Users did not define it and cannot rename its tags.
                AddDropped(metric.Series.Count);
                outcome.Refuse(metric.Definition.Name, label);
            }
        }

        IReadOnlyDictionary<string, List<MetricReading>> groups = new PushGroups(_key, accepted).ByPath;
        Push(groups, context, session, outcome);
        if (_method == PushMethod.Put)
        {
            Delete([.. _pushed.Where(path => !groups.ContainsKey(path))], session, outcome, context.Cancellation);
        }

        return outcome.Complete();
    }

    private void Push(
        IReadOnlyDictionary<string, List<MetricReading>> groups, ReportContext context, HttpSession session, PushOutcome outcome)
    {
        foreach (KeyValuePair<string, List<MetricReading>> group in groups)
        {
            if (!outcome.GoesOn(session, context.Cancellation))
            {
                outcome.LeaveOut();
                continue;
            }

            _body.Clear();
            PrometheusText.Write(_body, new MetricSnapshot(context.Snapshot.Time, group.Value), TextFormat.Prometheus, Prefix);
            _pushed.Add(group.Key);
            string method = _method == PushMethod.Put ? "PUT" : "POST";
            if (outcome.Try(() => Require(session.Send(method, group.Key, _body))))
            {
                outcome.Add(group.Value.Sum(metric => (long)metric.Series.Count), _body.Length);
            }
        }
    }

    private void Delete(string[] paths, HttpSession session, PushOutcome outcome, CancellationToken cancellation)
    {
        foreach (string path in paths)
        {
            if (!outcome.GoesOn(session, cancellation))
            {
                outcome.LeaveOut();
            }
            else if (outcome.Try(() => Require(session.Send("DELETE", path, body: null))))
            {
                _pushed.Remove(path);
            }
        }
    }

    private void Require(HttpReply reply)
    {
        if (reply.IsSuccess)
        {
            return;
        }

        string status = PrintableText.Of($"{reply.Status} {_server.WithoutSecrets(reply.Phrase)}");
        string text = PrintableText.Of(_server.WithoutSecrets(reply.Text));
        throw new ReportException(
            reply.Status is >= 300 and < 400 ? $"the server redirects ({status}) to {ShownLocation(reply.Location)}, which is not followed"
            : text.Length == 0 ? $"the server answered {status}"
            : $"the server answered {status}: {text}");
    }

    private string ShownLocation(string? location) => Uri.TryCreate(_server.Uri, location, out Uri? uri)
        ? PrintableText.Of(_server.WithoutSecrets(
            uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)))
        : "no address";
}
