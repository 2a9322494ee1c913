using System.Collections;
using System.Management.Automation;
using System.Security;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Starts a reporter that pushes the values of metrics to a Pushgateway.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetryPushgatewayReporter", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class StartTelemetryPushgatewayReporterCommand : StartReporterCommand
{
    /// <summary>Initializes a new instance.</summary>
    public StartTelemetryPushgatewayReporterCommand()
        : base(TimeSpan.FromSeconds(15))
    {
    }

    /// <summary>The address of the server, such as <c>http://push.example.com:9091</c>.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ServerUri]
    public Uri Uri { get; set; } = null!;

    /// <summary>The value of the label <c>job</c>, with which each grouping key begins.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    public string Job { get; set; } = string.Empty;

    /// <summary>The other labels of the grouping key, as a table.</summary>
    [Parameter]
    public IDictionary? GroupingKey { get; set; }

    /// <summary>Tags whose values are added to the grouping key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MetricTagCompleter))]
    public string[]? GroupTag { get; set; }

    /// <summary>The method of a push: Put replaces the whole group, Post the metrics of the same names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PushMethodCompleter))]
    public string Method { get; set; } = "Put";

    /// <summary>The longest time for a push: a TimeSpan, a number of seconds, or text such as <c>5s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Deletes the groups at the end, in place of a last report.</summary>
    [Parameter]
    public SwitchParameter DeleteOnStop { get; set; }

    /// <summary>The user name and the password for the server.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The token for the server: a secure string, or text.</summary>
    [Parameter]
    [Token]
    public SecureString? BearerToken { get; set; }

    private protected override Reporter Create()
    {
        var options = new PushgatewayReporterOptions
        {
            Uri = Uri,
            Job = Job,
            GroupingKey = GroupingLabels.Read(GroupingKey),
            GroupTags = GroupTag ?? [],
            Method = ReporterWords.Method(Method),
            Timeout = Timeout,
            DeleteOnStop = DeleteOnStop,
            UserName = Credential?.UserName,
            Password = TextOf(Credential?.Password),
            BearerToken = TextOf(BearerToken),
        };
        SetCommon(options);
        return new PushgatewayReporter(options);
    }
}
