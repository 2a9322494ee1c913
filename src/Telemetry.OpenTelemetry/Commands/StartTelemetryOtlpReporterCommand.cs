using System.Collections;
using System.Management.Automation;
using Telemetry.Commands;

namespace Telemetry.Otlp;

/// <summary>Starts a reporter that sends metrics, spans and events to a receiver of OpenTelemetry.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetryOtlpReporter", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptReporterInfo))]
public sealed class StartTelemetryOtlpReporterCommand : StartOtherReporterCommand
{
    private const string DisabledVariable = "OTEL_SDK_DISABLED";

    /// <summary>Initializes a new instance.</summary>
    public StartTelemetryOtlpReporterCommand()
        : base(TimeSpan.FromSeconds(60))
    {
    }

    /// <summary>The address of the receiver, such as <c>http://collector.example.com:4318</c>. The path of each signal is
    /// appended.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>The protocol: HttpProtobuf or Grpc.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OtlpProtocolCompleter))]
    public string? Protocol { get; set; }

    /// <summary>The headers of each request, as a table. A value is text or a secure string.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary>The name of the service. By default, it is the name of the script.</summary>
    [Parameter]
    public string? ServiceName { get; set; }

    /// <summary>Attributes of the resource, as a table: what is true of everything that is reported.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? ResourceAttribute { get; set; }

    /// <summary>Reports no metrics, for receivers that take only traces or log records.</summary>
    [Parameter]
    public SwitchParameter NoMetric { get; set; }

    /// <summary>The names of the spans to report, with the wildcards <c>*</c> and <c>?</c>. By default, all spans are reported; with an
    /// empty list, none.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SpanNameCompleter))]
    public string[]? Trace { get; set; }

    /// <summary>The names of the events to report as log records, with the wildcards <c>*</c> and <c>?</c>. By default, none are.</summary>
    [Parameter]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[]? Log { get; set; }

    /// <summary>The longest time for a request: a TimeSpan, a number of seconds, or text such as <c>3s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The kind of histogram that summaries become: Exponential or Explicit.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SummaryFormCompleter))]
    public string? SummaryAs { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Environment().IsTrue(DisabledVariable))
        {
            WriteWarning($"The reporter was not started: {DisabledVariable} is 'true'.");
            return;
        }

        base.EndProcessing();
    }

    private protected override object CreateReporter()
    {
        OtlpSettings settings = OtlpSettings.Of(
            new OtlpParameters
            {
                Endpoint = Endpoint,
                Protocol = Protocol,
                Header = Plain(Header),
                Timeout = IsGiven(nameof(Timeout)) ? Timeout : null,
                Interval = IsGiven(nameof(Interval)) ? Interval : null,
                ServiceName = ServiceName,
                ResourceAttribute = Plain(ResourceAttribute),
                NoMetric = NoMetric,
                Trace = Trace,
                Log = Log,
                SummaryAs = SummaryAs,
            },
            Environment());
        var options = new OtlpReporterOptions { Settings = settings, DefaultServiceName = DefaultServiceName() };
        SetCommon(options);
        options.Interval = settings.Interval;
        return new OtlpReporter(options);
    }

    private static OtlpEnvironment Environment() => new(System.Environment.GetEnvironmentVariable);

    // What comes out of cmdlets is wrapped.
    private static Hashtable? Plain(IDictionary? table)
    {
        if (table is null)
        {
            return null;
        }

        var plain = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, object?> entry in TableEntries.Of(table))
        {
            plain[entry.Key] = entry.Value;
        }

        return plain;
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    // A script is the service. At the prompt, the program is.
    private string DefaultServiceName()
    {
        string script = System.IO.Path.GetFileNameWithoutExtension(MyInvocation.ScriptName ?? string.Empty);
        return script.Length > 0 ? script : System.IO.Path.GetFileNameWithoutExtension(System.Environment.ProcessPath) ?? "pwsh";
    }
}
