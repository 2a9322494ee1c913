using System.Runtime.CompilerServices;

namespace Telemetry.Benchmarks.Support;

/// <summary>The same emit again and again: one by itself is too short to be measured. Each is in a method of its own, as it
/// would be in a program; directly in a loop, its payload's place on the stack would be cleared twice. The call of that
/// method counts for everyone.</summary>
internal static class Loop
{
    internal const int Emits = 1_000;

    internal static void Nothing(PlainEvent plain)
    {
        for (int i = 0; i < Emits; i++)
        {
            NothingOnce(plain);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void NothingOnce(PlainEvent plain) => _ = plain;

    internal static void Plain(PlainEvent plain)
    {
        for (int i = 0; i < Emits; i++)
        {
            PlainOnce(plain);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PlainOnce(PlainEvent plain) =>
        plain.Raise(new(Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached));

    internal static void ByHandle(TelemetryEvent handle)
    {
        for (int i = 0; i < Emits; i++)
        {
            ByHandleOnce(handle);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByHandleOnce(TelemetryEvent handle) =>
        handle.Execute(
            [new("duration", Request.Duration), new("size", Request.Size)],
            [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);

    internal static void ByName(TelemetryDispatcher dispatcher, EventName name)
    {
        for (int i = 0; i < Emits; i++)
        {
            ByNameOnce(dispatcher, name);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByNameOnce(TelemetryDispatcher dispatcher, EventName name) =>
        dispatcher.Execute(
            name,
            [new("duration", Request.Duration), new("size", Request.Size)],
            [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);

    internal static void ByText(TelemetryDispatcher dispatcher)
    {
        for (int i = 0; i < Emits; i++)
        {
            ByTextOnce(dispatcher);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByTextOnce(TelemetryDispatcher dispatcher) =>
        dispatcher.Execute(
            Request.Name,
            [new("duration", Request.Duration), new("size", Request.Size)],
            [new("route", Request.Route), new("status", Request.Status), new("cached", Request.Cached)]);

    internal static void Built(TelemetryEvent handle)
    {
        for (int i = 0; i < Emits; i++)
        {
            BuiltOnce(handle);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BuiltOnce(TelemetryEvent handle) =>
        handle.Execute(0, static (_, e) => e
            .Measurement("duration", Request.Duration)
            .Measurement("size", Request.Size)
            .Metadata("route", Request.Route)
            .Metadata("status", Request.Status)
            .Metadata("cached", Request.Cached));

    internal static void FromDictionaries(TelemetryEvent handle)
    {
        for (int i = 0; i < Emits; i++)
        {
            FromDictionariesOnce(handle);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FromDictionariesOnce(TelemetryEvent handle) =>
        handle.Execute(
            new Dictionary<string, MeasurementValue> { ["duration"] = Request.Duration, ["size"] = Request.Size },
            new Dictionary<string, MetadataValue>
            {
                ["route"] = Request.Route, ["status"] = Request.Status, ["cached"] = Request.Cached,
            });
}
