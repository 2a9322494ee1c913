using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Telemetry.Tests.Support;

/// <summary>A receiver of OTLP in this process, at free ports of 127.0.0.1, until it is disposed: it keeps what arrives, and answers as it
/// is told. It is a bare Kestrel, whose requests are no activities of ASP.NET Core.</summary>
internal abstract class OtlpServer : IAsyncDisposable, IHttpApplication<HttpContext>
{
    // Nothing takes as long: it turns a request that does not come into a failure.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly OtlpDecoder _decoder;
    private readonly KestrelServer _kestrel;
    private readonly OtlpScript _script = new();
    private readonly List<OtlpRequest> _requests = [];
    private ListenOptions? _http;
    private ListenOptions? _grpc;
    private TaskCompletionSource _changed = NewSource();
    private TaskCompletionSource _released = NewSource();

    /// <summary>Initializes a receiver, which does not listen yet.</summary>
    /// <param name="node">The path of Node.js.</param>
    protected OtlpServer(string node)
    {
        _decoder = new OtlpDecoder(node);
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, 0, listen => (_http = listen).Protocols = HttpProtocols.Http1);
        options.Listen(IPAddress.Loopback, 0, listen => (_grpc = listen).Protocols = HttpProtocols.Http2);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        _kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    /// <summary>The root for OTLP over HTTP, to which clients append <c>v1/metrics</c>, <c>v1/traces</c> and <c>v1/logs</c>.</summary>
    internal Uri HttpEndpoint => UriOf(_http);

    /// <summary>The address for OTLP over gRPC.</summary>
    internal Uri GrpcEndpoint => UriOf(_grpc);

    /// <summary>All requests so far, in order, those that were refused, too.</summary>
    internal IReadOnlyList<OtlpRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The metrics in the requests that were accepted, in the order of arrival.</summary>
    internal IReadOnlyList<OtlpMetric> Metrics => [.. Accepted.SelectMany(request => request.Metrics)];

    /// <summary>The spans in the requests that were accepted, in the order of arrival.</summary>
    internal IReadOnlyList<OtlpSpan> Spans => [.. Accepted.SelectMany(request => request.Spans)];

    /// <summary>The log records in the requests that were accepted, in the order of arrival.</summary>
    internal IReadOnlyList<OtlpLog> Logs => [.. Accepted.SelectMany(request => request.Logs)];

    private IEnumerable<OtlpRequest> Accepted => Requests.Where(request => request.IsAccepted);

    /// <summary>Begins to listen.</summary>
    internal Task ListenAsync(CancellationToken cancellation) => _kestrel.StartAsync(this, cancellation);

    /// <summary>Sets the answers to the next requests of all signals; the last one is that to all further ones.</summary>
    internal void Respond(params OtlpAnswer[] answers)
    {
        foreach (OtlpSignal signal in Enum.GetValues<OtlpSignal>())
        {
            Respond(signal, answers);
        }
    }

    /// <summary>Sets the answers to the next requests of a signal; the last one is that to all further ones.</summary>
    internal void Respond(OtlpSignal signal, params OtlpAnswer[] answers) => _script.Set(signal, answers);

    /// <summary>Answers the requests that wait because of <see cref="OtlpAnswer.Hang"/>.</summary>
    internal void Release() => Interlocked.Exchange(ref _released, NewSource()).SetResult();

    /// <summary>Returns the values of a metric that arrived last.</summary>
    internal OtlpMetric LastMetric(string name) => Metrics.LastOrDefault(metric => metric.Name == name)
        ?? throw new KeyNotFoundException($"There is no metric '{name}'. {this}");

    /// <summary>Waits until a condition holds, which is checked after each request.</summary>
    /// <param name="condition">The condition; an exception of <see cref="LastMetric"/> means that it does not hold.</param>
    /// <param name="patience">The longest time to wait; by default a minute.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The condition did not hold in time; the message lists what arrived.</exception>
    internal async Task WaitForAsync(
        Func<OtlpServer, bool> condition, TimeSpan? patience = null, CancellationToken cancellation = default)
    {
        TimeSpan limit = patience ?? s_patience;
        Stopwatch passed = Stopwatch.StartNew();
        while (true)
        {
            Task changed = Volatile.Read(ref _changed).Task;
            if (Holds(condition))
            {
                return;
            }

            TimeSpan left = limit - passed.Elapsed;
            try
            {
                await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellation);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"What was waited for did not arrive within {limit.TotalSeconds} s. {this}");
            }
        }
    }

    /// <summary>Returns the list of all requests, for messages.</summary>
    public override string ToString() => $"Requests: {string.Join(", ", Requests.Select(request =>
        $"{request.Path} ({(request.IsAccepted ? "accepted" : "not accepted")}: {string.Join(' ', NamesIn(request))})"))}";

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        if (await OtlpExchange.ReadAsync(context, _decoder) is not { } request)
        {
            return;
        }

        OtlpAnswer answer;
        lock (_requests)
        {
            _requests.Add(request);
            answer = _script.Next(request.Signal);
        }

        Task released = Volatile.Read(ref _released).Task;
        Change();
        if (answer.Waits)
        {
            await released.WaitAsync(context.RequestAborted);
        }

        // Before the client knows it.
        request.IsAccepted = answer.IsSuccess;
        await OtlpExchange.AnswerAsync(context, request, answer);
        Change();
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        // Connections of clients that wait are aborted, not awaited.
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
        _decoder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Uri UriOf(ListenOptions? listen) => new($"http://{listen!.IPEndPoint}");

    private static IEnumerable<string> NamesIn(OtlpRequest request) => request.Metrics.Select(metric => metric.Name)
        .Concat(request.Spans.Select(span => span.Name))
        .Concat(request.Logs.Select(log => log.EventName));

    private bool Holds(Func<OtlpServer, bool> condition)
    {
        try
        {
            return condition(this);
        }
        catch (KeyNotFoundException)
        {
            return false;
        }
    }

    private void Change() => Interlocked.Exchange(ref _changed, NewSource()).SetResult();
}
