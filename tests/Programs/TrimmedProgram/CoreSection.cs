namespace Telemetry.Tests.Programs;

/// <summary>Handlers with options, spans, conditions and a recorder.</summary>
internal static class CoreSection
{
    internal static void Run()
    {
        var dispatcher = new TelemetryDispatcher();
        using var recorder = EventRecorder.Start(dispatcher, "order.*");
        dispatcher.HandlerFailed += (_, failure) => Console.WriteLine($"core: {failure.Handler.Id} failed: {failure.Message}");
        dispatcher.Attach(
            "show",
            "order.placed",
            static (in EventData data, object? config) =>
            {
                data.TryGetMeasurement("total", out MeasurementValue total);
                data.TryGetMetadata("country", out MetadataValue country);
                Console.WriteLine($"core: {data.EventName} {total} {country}");
            });
        dispatcher.Attach("broken", "order.placed", static (in EventData data, object? config) => throw new IOException("no route"));
        dispatcher.Attach(
            "queue",
            "order.placed",
            static (in EventData data, object? config) => Console.WriteLine($"core: queued {data.EventName}"),
            config: null,
            new HandlerOptions { Buffer = new HandlerBuffer() }).Dispose();

        dispatcher.Execute("order.placed", [new("total", 12.5m)], [new("country", "AT")]);
        dispatcher.GetSpanSource("order.pack").Run(span => span.SetMeasurement("items", 3));

        Console.WriteLine($"core: {string.Join(", ", recorder.Records.Select(record => $"{record.EventName}"))}");
    }
}
