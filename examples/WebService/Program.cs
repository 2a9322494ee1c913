using Telemetry;
using Telemetry.AspNetCore;
using Telemetry.Metrics;

// A web service that serves its metrics by its own server, at /metrics.
MetricRegistry.Default.Add(new("web.request.stop.duration", MetricType.Distribution)
{
    Tags = ["route", "status"],
    Unit = "second",
    Buckets = [0.001, 0.01, 0.1, 1],
    Description = "The time of requests.",
});

WebApplication app = WebApplication.CreateSlimBuilder(args).Build();
TelemetrySpanSource spans = TelemetryDispatcher.Default.GetSpanSource("web.request");

// A span for each request: start, and stop or exception.
app.Use((context, next) => spans.RunAsync(async span =>
{
    await next(context);
    span.SetMetadata("route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
    span.SetMetadata("status", context.Response.StatusCode);
}));

app.MapGet("/orders/{id:int}", (int id) => id < 1000 ? Results.Ok(new { id }) : Results.NotFound());

app.MapTelemetryMetrics();

app.Run();
