using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.AspNetCore;

/// <summary>Responds to requests for metrics. Safe to use from any thread.</summary>
internal sealed class MetricsEndpoint
{
    private readonly MetricRegistry _registry;
    private readonly MetricSelection _selection;
    private readonly string? _prefix;
    private readonly int? _port;
    private readonly ILogger _logger;
    private readonly SharedCollection _collection;

    /// <param name="registry">The registry of the metrics.</param>
    /// <param name="options">The other options.</param>
    /// <param name="logger">The log of requests that fail.</param>
    /// <exception cref="MetricException">A name of the options is not valid.</exception>
    internal MetricsEndpoint(MetricRegistry registry, MetricsEndpointOptions options, ILogger logger)
    {
        _registry = registry;
        _selection = new MetricSelection(options.Metrics, options.Group);
        _prefix = options.Prefix;
        _port = options.Port;
        _logger = logger;
        _collection = new SharedCollection(Collect);
    }

    /// <summary>Responds with the metrics, or with the status 500; with 404 at another port than that of the options.</summary>
    internal async Task RespondAsync(HttpContext context)
    {
        // Not by the header Host, which a client writes as it likes.
        if (_port is { } port && context.Connection.LocalPort != port)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        CancellationToken aborted = context.RequestAborted;
        try
        {
            MetricSnapshot snapshot = await _collection.CollectAsync().WaitAsync(aborted).ConfigureAwait(false);
            TextFormat format = PrometheusText.Negotiate(context.Request.Headers.Accept);

            // The whole text before the status is sent, as it may turn out that there cannot be one.
            var text = new SegmentStream();
            PrometheusText.Write(text, snapshot, format, _prefix);
            await SendAsync(context, format, text, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The client is gone.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            MetricsEndpointLog.Failed(_logger, context.Request.Path, e);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(
                "The metrics could not be collected. The log of the program has the reason.\n", aborted).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(HttpContext context, TextFormat format, SegmentStream text, CancellationToken aborted)
    {
        HttpResponse response = context.Response;
        response.ContentType = PrometheusText.ContentType(format);
        response.ContentLength = text.Length;
        response.Headers.Vary = "Accept";
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        foreach (ArraySegment<byte> segment in text.Segments)
        {
            response.BodyWriter.Write(segment);
            await response.BodyWriter.FlushAsync(aborted).ConfigureAwait(false);
        }
    }

    private MetricSnapshot Collect() => _registry.IsDisposed
        ? throw new InvalidOperationException("The registry of the metrics is disposed.")
        : _registry.Collect(metric => _selection.IsSelected(metric.Definition));
}
