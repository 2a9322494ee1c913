namespace Telemetry.Alerts;

/// <content>Calling the action.</content>
public sealed partial class Alert
{
    private readonly Func<AlertNotification, CancellationToken, Task>? _action;
    private readonly TelemetrySpanSource _spans;

    // Stands for the alert in the flow of its action, which may be kept by what the action started: the alert itself would keep the
    // action alive there, and with it the session of a script.
    private readonly object _flow = new();

    // On the thread of the attempt.
    private void Call(AlertNotification notification, int attempt, CancellationToken cancellation)
    {
        AlertFlow.Enter(_flow);
        TelemetrySpan? span = StartSpan(notification, attempt);
        try
        {
            using (span?.MakeCurrent() ?? default)
            {
                _action!(notification, cancellation)?.GetAwaiter().GetResult();
            }
        }
        catch (Exception e)
        {
            AlertRegistry.Guard(() => span?.Fail(e));
            throw;
        }

        AlertRegistry.Guard(() => span?.Stop([], IdentityOf(notification, attempt)));
    }

    private TelemetrySpan? StartSpan(AlertNotification notification, int attempt)
    {
        TelemetrySpan? span = null;
        AlertRegistry.Guard(() => span = _spans.Start(IdentityOf(notification, attempt)));
        return span;
    }

    private static KeyValuePair<string, MetadataValue>[] IdentityOf(AlertNotification notification, int attempt) =>
    [
        .. AlertEvents.MetadataOf(notification),
        new("state", notification.State.ToString()),
        new("attempt", attempt),
    ];

    private void Report(AlertNotification notification, Exception? error, int number) => Registry.OnNoticed(new AlertNotice(
        this,
        error is null
            ? $"The action of alert '{Name}' succeeds again, after {NumberOf(number, "notification")} that failed."
            : $"The action of alert '{Name}' failed{(number > 1 ? $" {number} times" : string.Empty)} for the notification "
                + $"'{notification.Message}': {error.Message.TrimEnd('.')}. The alert stays registered, and further failures are only "
                + "counted.",
        error));

    private static string NumberOf(int number, string noun) => $"{number} {noun}{(number == 1 ? string.Empty : "s")}";
}
