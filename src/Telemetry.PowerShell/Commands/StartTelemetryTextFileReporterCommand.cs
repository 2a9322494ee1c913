using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Starts a reporter that writes the values of metrics to a text file, for the node exporter of Prometheus.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetryTextFileReporter", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class StartTelemetryTextFileReporterCommand : StartReporterCommand
{
    /// <summary>Initializes a new instance.</summary>
    public StartTelemetryTextFileReporterCommand()
        : base(TimeSpan.FromSeconds(15))
    {
    }

    /// <summary>The file, whose name ends with <c>.prom</c>. It is replaced as a whole by each report.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    /// <summary>Adds a gauge with the time of the last report.</summary>
    [Parameter]
    public SwitchParameter SuccessTimestamp { get; set; }

    private protected override Reporter Create()
    {
        var options = new TextFileReporterOptions
        {
            Path = MetricPath.Resolve(this, Path),
            SuccessTimestamp = SuccessTimestamp,
        };
        SetCommon(options);
        return new TextFileReporter(options);
    }
}
