using System.Management.Automation;
using System.Security;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Starts a reporter that serves the values of metrics by HTTP, for Prometheus to read.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetryPrometheusReporter", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class StartTelemetryPrometheusReporterCommand : StartReporterCommand
{
    /// <summary>Initializes a new instance.</summary>
    public StartTelemetryPrometheusReporterCommand()
        : base(TimeSpan.FromSeconds(60))
    {
    }

    /// <summary>The TCP port; 0 for a free one.</summary>
    [Parameter(Position = 0)]
    public int Port { get; set; } = 9464;

    /// <summary>The IP address to listen at, or <c>localhost</c>; <c>0.0.0.0</c> and <c>::</c> are all addresses of the
    /// machine.</summary>
    [Parameter]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The path of the metrics.</summary>
    [Parameter]
    public string Path { get; set; } = "/metrics";

    /// <summary>The user name and the password that a client has to send.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The token that a client has to send: a secure string, or text.</summary>
    [Parameter]
    [Token]
    public SecureString? BearerToken { get; set; }

    /// <summary>Lets other machines read the metrics without credentials.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override Reporter Create()
    {
        var options = new PrometheusEndpointOptions
        {
            Port = Port,
            Address = Address,
            Path = Path,
            UserName = Credential?.UserName,
            Password = TextOf(Credential?.Password),
            BearerToken = TextOf(BearerToken),
            AllowUnprotected = Force,
        };
        SetCommon(options);
        return new PrometheusEndpoint(options);
    }
}
