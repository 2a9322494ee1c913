using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Starts a reporter that appends the values of metrics to a file, as a line of JSON for each series and interval.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetryJsonLinesReporter", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class StartTelemetryJsonLinesReporterCommand : StartReporterCommand
{
    /// <summary>Initializes a new instance.</summary>
    public StartTelemetryJsonLinesReporterCommand()
        : base(TimeSpan.FromSeconds(60))
    {
    }

    /// <summary>The file. It is created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    private protected override Reporter Create()
    {
        var options = new JsonLinesReporterOptions
        {
            Path = MetricPath.Resolve(this, Path),
        };
        SetCommon(options);
        return new JsonLinesReporter(options);
    }
}
