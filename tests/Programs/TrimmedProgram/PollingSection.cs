using Telemetry.Polling;

namespace Telemetry.Tests.Programs;

/// <summary>A poll of the program, and the measurements of the process.</summary>
internal static class PollingSection
{
    internal static async Task RunAsync()
    {
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach(
            "show",
            EventPattern.Parse("*"),
            static (in EventData data, object? config) => Console.WriteLine($"polling: {data.EventName}, {data.Measurements.Length > 0}"));
        using var poller = new Poller(dispatcher);
        Poll queue = poller.Add(
            "queue.checked", context => context.Emit([new("length", 12)]), new() { InitialDelay = TimeSpan.FromMinutes(1) });
        await queue.RunAsync(TimeSpan.FromSeconds(10));
    }
}
