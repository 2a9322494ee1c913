using System.Net;
using System.Net.Sockets;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Serves the metrics to Prometheus, and to all that read its formats, by HTTP. Safe to use from any thread.</summary>
/// <remarks>
/// <para>A client gets OpenMetrics or the text format, by its header <c>Accept</c>, compressed if it accepts gzip, and always a complete
/// response or an error. Up to eight clients are served at a time, each on a thread of its own and for five seconds at most, or six if it
/// does not cease to send, so that a slow one delays nobody. Another one takes the place of the oldest whose request is not complete; if
/// all eight requests are being answered, it gets the status 503. Each connection is closed after its response.</para>
/// <para>Each scrape is a report. One that fails because the client went away or was too slow counts as a failure, and the endpoint
/// remains in the state <see cref="ReporterState.Running"/>. Interval and flush concern only the file of
/// <see cref="ReporterOptions.StatePath"/>. A stop, and the end of the process, wait for the scrapes that are under way.</para>
/// <para>At an address of the own machine and without credentials, only requests to <c>localhost</c> or to an IP address are answered:
/// others get the status 403, so that no web page can read the metrics by a name that it makes resolve to 127.0.0.1.</para>
/// <para>There is no TLS: beyond the own machine, credentials and metrics can be read on the network.</para>
/// </remarks>
/// <example>
/// <code>
/// using var endpoint = new PrometheusEndpoint(new() { Port = 9464 });
/// endpoint.Start();
/// </code>
/// </example>
public sealed class PrometheusEndpoint : Reporter
{
    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromSeconds(60);

    private readonly IPAddress _address;
    private readonly string _path;
    private readonly EndpointRules _rules;
    private readonly EndpointConnections _connections;
    private EndpointListener? _listener;
    private volatile Uri _uri;

    /// <summary>Creates an endpoint. It listens from <see cref="Reporter.Start"/> on.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ReporterException">An option is not valid, or the endpoint would be open to other machines without
    /// authentication.</exception>
    public PrometheusEndpoint(PrometheusEndpointOptions options)
        : base("prometheus", options, s_defaultInterval)
    {
        _address = EndpointAddress.Parse(options.Address);
        _uri = EndpointAddress.UriOf(
            _address, EndpointAddress.RequirePort(options.Port), EndpointAddress.RequirePath(options.Path));

        // As clients send it, without dots.
        _path = _uri.AbsolutePath;
        var credentials = new EndpointCredentials(options);
        bool isLoopback = IPAddress.IsLoopback(_address);
        if (!isLoopback && !credentials.AreRequired && !options.AllowUnprotected)
        {
            throw new ReporterException(
                ReporterErrorKind.EndpointNotProtected,
                $"The endpoint at {_address} can be reached from other machines. Require a bearer token, or a user and password; or"
                    + " allow an unprotected endpoint explicitly, if all who can reach it may read the metrics.",
                options.Address);
        }

        _rules = new EndpointRules(_path, credentials, isLoopback);
        _connections = new EndpointConnections(Answer, "Telemetry endpoint, connection");
    }

    /// <summary>The URL of the metrics. Its port is 0 until the endpoint is started, if the options have this port.</summary>
    public Uri Uri => _uri;

    /// <summary>The port; 0 until the endpoint is started, if the options have this port.</summary>
    public int Port => _uri.Port;

    /// <inheritdoc/>
    public override string Target => _uri.AbsoluteUri;

    /// <inheritdoc/>
    protected override void OnStarting()
    {
        _listener = EndpointListener.Open(_address, Port);
        _uri = EndpointAddress.UriOf(_address, _listener.Port, _path);
    }

    private protected override void OnStarted() => _listener!.Start(_connections.Add, FailToAccept, "Telemetry endpoint");

    private protected override void OnStopping() => _listener!.Dispose();

    /// <inheritdoc/>
    protected override void OnStopped()
    {
        _listener!.Dispose();
        _connections.Abort();
    }

    // Nothing is sent: clients ask for the values.
    private protected override bool Deliver(ReportReason reason, CancellationToken cancellation) =>
        !reason.IsLast() || _connections.WaitForRequests(cancellation);

    private static HttpResponse FailureOf(Exception e) => HttpResponse.Error(500, $"The metrics could not be collected: {e.Message}");

    private void FailToAccept(Exception e) => Measure(
        () => throw new ReportException($"no connection can be accepted: {e.Message}", e), CancellationToken.None);

    private void Answer(HttpRequest request, EndpointConnection connection)
    {
        if (_rules.Refuse(request) is { } refusal)
        {
            connection.Respond(refusal, request.Method == "HEAD");
        }
        else if (request.Method == "HEAD")
        {
            HttpResponse response;
            try
            {
                response = Build(request, out _);
            }
            catch (Exception e)
            {
                response = FailureOf(e);
            }

            connection.Respond(response, withoutBody: true);
        }
        else
        {
            Measure(() => Scrape(request, connection), CancellationToken.None);
        }
    }

    private ReportSize Scrape(HttpRequest request, EndpointConnection connection)
    {
        HttpResponse response;
        long series;
        try
        {
            response = Build(request, out series);
        }
        catch (Exception e)
        {
            connection.TryRespond(FailureOf(e));
            throw;
        }

        try
        {
            connection.Respond(response);
        }
        catch (TimeoutException e)
        {
            throw new ReportException($"a client did not read the response within {EndpointConnection.Seconds} seconds", e)
            {
                IsOfClient = true,
            };
        }
        catch (SocketException e)
        {
            throw new ReportException($"the connection ended before a client had the response: {e.Message}", e) { IsOfClient = true };
        }

        return new ReportSize(series, response.Length);
    }

    private HttpResponse Build(HttpRequest request, out long series)
    {
        TextFormat format = PrometheusText.Negotiate(request["Accept"]);
        bool isCompressed = AcceptEncodingHeader.PrefersGzip(request["Accept-Encoding"] ?? string.Empty);
        var body = new SegmentStream();
        MetricSnapshot snapshot = Collect();
        series = snapshot.Metrics.Sum(metric => (long)metric.Series.Count);
        if (isCompressed)
        {
            using var gzip = new GzipWriter(body);
            PrometheusText.Write(gzip, snapshot, format, Prefix);
        }
        else
        {
            PrometheusText.Write(body, snapshot, format, Prefix);
        }

        var response = new HttpResponse(200, PrometheusText.ContentType(format), body);
        response.Add("Vary", "Accept, Accept-Encoding");
        return isCompressed ? response.Add("Content-Encoding", "gzip") : response;
    }
}
