using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>The alerts that the cmdlets registered. Safe to use from any thread.</summary>
/// <remarks>The first use loads the assemblies of alerts and metrics.</remarks>
internal static class ModuleAlerts
{
    private static readonly object s_gate = new();
    private static readonly List<RegisteredAlert> s_alerts = [];

    static ModuleAlerts()
    {
        Registry.Noticed += static (_, notice) => Find(notice.Alert)?.Request.Warnings.Write(notice.Message);
        SessionEnd.RemoveAlerts = RemoveAll;
    }

    internal static AlertRegistry Registry => AlertRegistry.Default;

    /// <summary>Finds the registration of an alert; null for one that C# code added.</summary>
    internal static RegisteredAlert? Find(Alert alert)
    {
        lock (s_gate)
        {
            return s_alerts.Find(registered => registered.Alert == alert);
        }
    }

    /// <summary>Registers an alert.</summary>
    /// <exception cref="AlertException">The alert is not valid, or its name is taken.</exception>
    internal static RegisteredAlert Add(AlertRequest request)
    {
        var registered = new RegisteredAlert(request);
        lock (s_gate)
        {
            registered.Start();
            s_alerts.Add(registered);
        }

        registered.Bind();
        return registered;
    }

    /// <summary>Removes an alert, also one of C# code. <see cref="Finish"/> waits for it.</summary>
    internal static void Detach(Alert alert) => alert.Detach();

    /// <summary>Waits for the pending notifications of an alert that was removed.</summary>
    internal static void Finish(Alert alert, Func<bool> isCancelled)
    {
        if (Find(alert) is { } registered)
        {
            registered.Finish(isCancelled);
        }
        else if (!alert.IsInAction)
        {
            AlertWait.For(alert, alert.Definition.DrainTimeout, isCancelled);
        }
    }

    /// <summary>Removes the registration of an alert that was removed.</summary>
    internal static void Forget(RegisteredAlert registered)
    {
        lock (s_gate)
        {
            s_alerts.Remove(registered);
        }
    }

    // Those without an action. The others left with their sessions.
    private static void RemoveAll()
    {
        RegisteredAlert[] alerts;
        lock (s_gate)
        {
            alerts = [.. s_alerts];
        }

        Array.ForEach(alerts, alert => alert.Detach());
        Array.ForEach(alerts, alert => alert.Finish());
    }
}
