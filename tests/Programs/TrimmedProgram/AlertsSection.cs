using Telemetry.Alerts;

namespace Telemetry.Tests.Programs;

/// <summary>An alert with an asynchronous action.</summary>
internal static class AlertsSection
{
    internal static void Run()
    {
        var dispatcher = new TelemetryDispatcher();
        using var alerts = new AlertRegistry(dispatcher);
        Alert alert = alerts.Add(
            new("db-down") { Events = [EventPattern.Parse("check.exception")], Tags = ["target"], Count = 2 },
            async (notification, cancellation) =>
            {
                await Task.Yield();
                Console.WriteLine($"alerts: {notification.Message}");
            });
        dispatcher.Execute("check.exception", [], [new("target", "db1")]);
        dispatcher.Execute("check.exception", [], [new("target", "db1")]);
        Console.WriteLine($"alerts: {alert.WaitForDelivery(TimeSpan.FromSeconds(10))}");
    }
}
