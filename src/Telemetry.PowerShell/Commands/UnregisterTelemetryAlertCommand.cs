using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Unregisters alerts, by name or by wildcard. Notifications that are not delivered yet are delivered first.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "TelemetryAlert", SupportsShouldProcess = true)]
public sealed class UnregisterTelemetryAlertCommand : PSCmdlet
{
    private readonly AlertRemovals _removals = new();

    // An alert that is named twice is gone the second time, which is not an error of the user.
    private readonly HashSet<string> _done = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the alerts. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AlertNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Alert alert in AlertSearch.Find(this, [.. Name.Where(name => !_done.Contains(name))]))
        {
            if (ShouldProcess($"Alert '{alert.Name}'", "Unregister"))
            {
                _done.Add(alert.Name);
                _removals.Begin(alert);
            }
        }
    }

    /// <inheritdoc/>
    // After all removals have begun, so that their times run together, and not one after another.
    protected override void EndProcessing() => _removals.Await();

    /// <inheritdoc/>
    protected override void StopProcessing() => _removals.Cancel();
}
