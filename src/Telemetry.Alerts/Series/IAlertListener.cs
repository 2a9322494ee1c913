namespace Telemetry.Alerts;

/// <summary>Receives the changes and the notifications of a table. Called under its lock: it keeps them, and calls nothing of
/// others.</summary>
internal interface IAlertListener
{
    /// <summary>A series changed its state.</summary>
    void OnChanged(AlertNotification change);

    /// <summary>A notification is due.</summary>
    void OnNotified(AlertNotification notification);
}
