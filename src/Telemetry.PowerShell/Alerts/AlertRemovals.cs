using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Alerts that a cmdlet removes, and the wait for their pending notifications, which can be cancelled.</summary>
internal sealed class AlertRemovals
{
    private readonly List<Alert> _removed = [];
    private volatile bool _isCancelled;

    /// <summary>Removes an alert, without waiting.</summary>
    internal void Begin(Alert alert)
    {
        ModuleAlerts.Detach(alert);
        _removed.Add(alert);
    }

    /// <summary>Waits for the notifications of all of them, or until the wait is cancelled.</summary>
    internal void Await() => _removed.ForEach(alert => ModuleAlerts.Finish(alert, () => _isCancelled));

    /// <summary>Ends the wait. The alerts are removed nevertheless.</summary>
    internal void Cancel() => _isCancelled = true;
}
