using System.Collections.Concurrent;
using Telemetry.Alerts;

namespace Telemetry.Tests.Support;

/// <summary>A registry of alerts with a dispatcher and a clock of its own, whose notifications and own events are kept as
/// text.</summary>
internal sealed class AlertsOfATest : IDisposable
{
    private readonly ConcurrentQueue<string> _notifications = new();
    private readonly ConcurrentQueue<string> _events = new();
    private readonly ConcurrentQueue<string> _notices = new();

    public AlertsOfATest()
    {
        Registry = new AlertRegistry(Dispatcher, Clock);
        Registry.Noticed += (_, notice) => _notices.Enqueue(notice.Message);
        Dispatcher.Attach("own", EventPattern.Parse("telemetry.alert.*"), (in EventData data, object? _) =>
        {
            string name = data.EventName.ToString();
            if (!name.Contains("action"))
            {
                data.TryGetMeasurement("count", out MeasurementValue count);
                string of = data.TryGetMetadata("target", out MetadataValue target) ? target.ToString() : "-";
                _events.Enqueue($"{name.Split('.')[^1]} {of} {count}");
            }
        });
    }

    internal TelemetryDispatcher Dispatcher { get; } = new();

    internal ManualAlertClock Clock { get; } = new();

    internal AlertRegistry Registry { get; }

    /// <summary>The events <c>telemetry.alert.raise</c> and <c>clear</c> so far: name, target, count.</summary>
    internal string[] Events => [.. _events];

    internal string[] Notices => [.. _notices];

    internal static EventPattern[] Patterns(params string[] patterns) => [.. patterns.Select(EventPattern.Parse)];

    internal static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <summary>Adds an alert whose notifications are kept.</summary>
    internal Alert Add(AlertDefinition definition) => Registry.Add(
        definition,
        (notification, _) =>
        {
            _notifications.Enqueue(TextOf(notification));
            return Task.CompletedTask;
        });

    /// <summary>Emits <c>fail</c> for a target.</summary>
    internal void Fail(string target = "a", int times = 1) => Emit("fail", target, times);

    /// <summary>Emits <c>ok</c> for a target.</summary>
    internal void Succeed(string target = "a") => Emit("ok", target, 1);

    internal void Emit(string name, string target, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Dispatcher.Execute(name, [], [new("target", target)]);
        }
    }

    /// <summary>Sets the clock forward, and does what is due.</summary>
    internal void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        Registry.Check();
    }

    /// <summary>Waits for the notifications and returns them: state, target, count, and the changes that were held back.</summary>
    internal string[] Notifications()
    {
        Assert.All(Registry.List(), alert => Assert.True(alert.WaitForDelivery(Threads.Patience)));
        return [.. _notifications];
    }

    public void Dispose() => Registry.Dispose();

    private static string TextOf(AlertNotification notification) =>
        $"{(notification.IsReminder ? "Still" : notification.State)} {string.Join(',', notification.Tags.Values)} {notification.Count}"
        + (notification.Value is { } value ? FormattableString.Invariant($" ={value}") : string.Empty)
        + (notification.HeldBack > 0 ? $" held {notification.HeldBack}" : string.Empty);
}
