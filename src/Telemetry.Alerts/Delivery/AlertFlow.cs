namespace Telemetry.Alerts;

/// <summary>The alert whose action is executed, which flows into the tasks and threads that the action starts. Events that the action
/// emits do not count for that alert, which would keep itself raised.</summary>
internal static class AlertFlow
{
    private static readonly AsyncLocal<object?> s_current = new();

    /// <summary>The object that stands for the current alert; null outside of actions.</summary>
    internal static object? Current => s_current.Value;

    /// <summary>Makes an alert the current one of this execution context.</summary>
    /// <param name="alert">An object that stands for the alert.</param>
    internal static void Enter(object alert) => s_current.Value = alert;
}
