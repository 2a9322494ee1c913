using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Stops reporters, by name or by wildcard, after a last report.</summary>
// In the default parameter set are the objects, or the engine would bind them by their names.
[Cmdlet(VerbsLifecycle.Stop, "TelemetryReporter", SupportsShouldProcess = true, DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class StopTelemetryReporterCommand : PSCmdlet
{
    private const string NameSet = "Name";
    private const string ObjectSet = "InputObject";

    private readonly PendingStops<Reporter> _stops = new();

    /// <summary>The names of the reporters. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = NameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReporterNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The reporters, as Get-TelemetryReporter writes them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    public ScriptReporterInfo[] InputObject { get; set; } = [];

    /// <summary>The longest time for the last report: a TimeSpan, a number of seconds, or text such as <c>5s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes the stopped reporters, as Get-TelemetryReporter does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Timeout < TimeSpan.Zero || Timeout > TimeSpan.FromDays(1))
        {
            ThrowTerminatingError(ReporterErrors.InvalidTimeout(Timeout));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Reporter reporter in ParameterSetName == ObjectSet
            ? InputObject.Select(item => item.Reporter)
            : ReporterSearch.Find(this, Name))
        {
            if (ShouldProcess($"Reporter '{reporter.Name}' to {reporter.Target}", "Stop"))
            {
                _stops.Begin(reporter, () => reporter.StopAsync(Timeout));
            }
        }
    }

    /// <inheritdoc/>
    // After all stops have begun, so that their times run together, and not one after another.
    protected override void EndProcessing()
    {
        foreach ((Reporter reporter, bool hasArrived) in _stops.Await())
        {
            var info = new ScriptReporterInfo(reporter);
            if (!hasArrived)
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
