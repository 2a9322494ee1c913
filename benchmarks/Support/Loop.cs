namespace Telemetry.Benchmarks.Support;

/// <summary>The same emit again and again: one by itself is too short to be measured. What the loop takes, a quarter of a
/// nanosecond, counts for everyone.</summary>
internal static class Loop
{
    internal const int Emits = 1_000;

    internal static void Plain(PlainEvent plain)
    {
        for (int i = 0; i < Emits; i++)
        {
            plain.Raise(new(Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached));
        }
    }

    internal static void ByHandle(TelemetryEvent handle)
    {
        for (int i = 0; i < Emits; i++)
        {
            handle.Execute(
                [new("duration", Request.Duration), new("size", Request.Size)],
                [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
        }
    }

    internal static void ByName(TelemetryDispatcher dispatcher, EventName name)
    {
        for (int i = 0; i < Emits; i++)
        {
            dispatcher.Execute(
                name,
                [new("duration", Request.Duration), new("size", Request.Size)],
                [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
        }
    }

    internal static void ByText(TelemetryDispatcher dispatcher)
    {
        for (int i = 0; i < Emits; i++)
        {
            dispatcher.Execute(
                Request.Name,
                [new("duration", Request.Duration), new("size", Request.Size)],
                [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);
        }
    }

    internal static void Built(TelemetryEvent handle)
    {
        for (int i = 0; i < Emits; i++)
        {
            handle.Execute(0, static (_, e) => e
                .Measurement("duration", Request.Duration)
                .Measurement("size", Request.Size)
                .Metadata("route", Request.Route)
                .Metadata("status", Request.Status)
                .Metadata("cached", Request.Cached));
        }
    }

    internal static void FromDictionaries(TelemetryEvent handle)
    {
        for (int i = 0; i < Emits; i++)
        {
            handle.Execute(
                new Dictionary<string, MeasurementValue> { ["duration"] = Request.Duration, ["size"] = Request.Size },
                new Dictionary<string, TelemetryValue>
                {
                    ["route"] = Request.Route, ["status"] = Request.Status, ["cached"] = Request.Cached,
                });
        }
    }
}
