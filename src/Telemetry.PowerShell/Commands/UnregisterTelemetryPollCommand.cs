using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Unregisters polls, by name or by wildcard. A run that is under way is interrupted.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "TelemetryPoll", SupportsShouldProcess = true)]
public sealed class UnregisterTelemetryPollCommand : PSCmdlet
{
    private readonly PollRemovals _removals = new();

    // A poll that is named twice is gone the second time, which is not an error of the user.
    private readonly HashSet<string> _done = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the polls. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PollNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Poll poll in PollSearch.Find(this, [.. Name.Where(name => !_done.Contains(name))]))
        {
            if (ShouldProcess($"Poll '{poll.Name}'", "Unregister"))
            {
                _done.Add(poll.Name);
                _removals.Begin(poll);
            }
        }
    }

    /// <inheritdoc/>
    // After all removals have begun, so that their times run together, and not one after another.
    protected override void EndProcessing() => _removals.Await();

    /// <inheritdoc/>
    protected override void StopProcessing() => _removals.Cancel();
}
