using System.Management.Automation;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Starts a reporter that sends the values of metrics to a StatsD server.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetryStatsDReporter", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class StartTelemetryStatsDReporterCommand : StartReporterCommand
{
    /// <summary>Initializes a new instance.</summary>
    public StartTelemetryStatsDReporterCommand()
        : base(TimeSpan.FromSeconds(10))
    {
    }

    /// <summary>The name or IP address of the server.</summary>
    [Parameter(Position = 0)]
    [Alias("HostName")]
    public string ComputerName { get; set; } = "127.0.0.1";

    /// <summary>The UDP port of the server.</summary>
    [Parameter(Position = 1)]
    public int Port { get; set; } = 8125;

    /// <summary>The dialect of the server: Etsy or DogStatsD.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StatsDDialectCompleter))]
    public string Dialect { get; set; } = "Etsy";

    private protected override Reporter Create()
    {
        var options = new StatsDReporterOptions
        {
            Host = ComputerName,
            Port = Port,
            Dialect = ReporterWords.Dialect(Dialect),
        };
        SetCommon(options);
        return new StatsDReporter(options);
    }
}
