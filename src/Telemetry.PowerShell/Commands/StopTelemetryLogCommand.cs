using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>Stops logs, by name or by wildcard, after their last lines.</summary>
// In the default parameter set are the objects, or the engine would bind them by their names.
[Cmdlet(VerbsLifecycle.Stop, "TelemetryLog", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(ScriptLogInfo))]
public sealed class StopTelemetryLogCommand : PSCmdlet
{
    private const string NameSet = "Name";
    private const string ObjectSet = "InputObject";

    private readonly PendingStops<TelemetryLog> _stops = new();

    /// <summary>The names of the logs. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LogNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The logs, as Get-TelemetryLog writes them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    public ScriptLogInfo[] InputObject { get; set; } = [];

    /// <summary>The longest time for the last lines: a TimeSpan, a number of seconds, or text such as <c>5s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes the stopped logs, as Get-TelemetryLog does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Timeout < TimeSpan.Zero || Timeout > TimeSpan.FromDays(1))
        {
            ThrowTerminatingError(LogErrors.InvalidTimeout(Timeout));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TelemetryLog log in ParameterSetName == ObjectSet ? InputObject.Select(item => item.Log) : LogSearch.Find(this, Name))
        {
            if (ShouldProcess($"Log '{log.Name}' to {log.Path}", "Stop"))
            {
                _stops.Begin(log, () => log.StopAsync(Timeout));
            }
        }
    }

    /// <inheritdoc/>
    // After all stops have begun, so that their times run together, and not one after another.
    protected override void EndProcessing()
    {
        foreach ((TelemetryLog log, bool isWritten) in _stops.Await())
        {
            var info = new ScriptLogInfo(log);
            if (!isWritten)
            {
                WriteWarning(info.DescribeLoss());
            }

            if (PassThru)
            {
                WriteObject(info);
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stops.Cancel();
}
