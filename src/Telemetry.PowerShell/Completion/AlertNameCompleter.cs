using System.Collections;
using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Completes the name of an alert. The tooltip shows its condition and its state.</summary>
internal sealed class AlertNameCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        ModuleAlerts.Registry.List()
            .Where(alert => word.IsMatch(alert.Name))
            .Select(alert => word.Result(alert.Name, Describe(alert)));

    private static string Describe(Alert alert) =>
        $"{new ScriptAlertInfo(alert).Condition}: {alert.State.ToString().ToLowerInvariant()}, {Count(alert.Delivered, "notification")}";
}
