using System.Diagnostics;
using System.Diagnostics.Metrics;
using Telemetry.Diagnostics;
using Telemetry.Metrics;

namespace Telemetry.Tests.Programs;

/// <summary>Activities and instruments as events, and metrics as instruments.</summary>
internal static class DiagnosticsSection
{
    internal static void Run()
    {
        var dispatcher = new TelemetryDispatcher();
        using var shop = new ActivitySource("Shop.Orders");
        using var meter = new Meter("Shop.Sales");
        Counter<long> sold = meter.CreateCounter<long>("sold");
        using var bridge = new SourceBridge(dispatcher);
        using TelemetrySource activities = bridge.Enable("Shop.Orders");
        using TelemetrySource instruments = bridge.Enable("Shop.Sales", SourceKind.Meter);
        dispatcher.Attach(
            "show",
            EventPattern.Parse("shop.*"),
            static (in EventData data, object? config) => Console.WriteLine($"diagnostics: {data.EventName}"));

        using (Activity? load = shop.StartActivity("Load"))
        {
            load?.SetTag("order.kind", "gift");
        }

        sold.Add(2);

        using var registry = new MetricRegistry(dispatcher);
        registry.Add(new("shop.count", MetricType.Counter) { Events = ["shop.sales.sold"] });
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Trimmed")
            {
                Console.WriteLine($"diagnostics: {instrument.Name}");
            }
        };
        listener.Start();
        using InstrumentPublication publication = registry.PublishInstruments(new() { MeterName = "Trimmed" });
    }
}
