namespace Telemetry.Alerts;

/// <summary>Compares values with the limits of a definition.</summary>
internal static class LimitTest
{
    /// <summary>Determines whether a value raises the alert.</summary>
    internal static bool IsBeyond(AlertDefinition definition, double value) => value > definition.Above || value < definition.Below;

    /// <summary>Determines whether a value, which is not beyond a limit, clears an alert that is raised.</summary>
    internal static bool IsBack(AlertDefinition definition, double value) =>
        !(value >= definition.ClearBelow) && !(value <= definition.ClearAbove);
}
