using System.Management.Automation;
using System.Net;
using System.Security;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>The base class of the cmdlets that start a reporter, with the parameters that all of them have.</summary>
public abstract class StartReporterCommand : PSCmdlet
{
    private readonly EmitterStop _stop = new();
    private string? _stateFile;

    /// <param name="interval">The interval of the reporter if none is given.</param>
    private protected StartReporterCommand(TimeSpan interval) => Interval = interval;

    /// <summary>The name of the reporter, unique in the process without regard to case. By default, it is the kind of the reporter, with
    /// a number if there is one already.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The names of the metrics to report, with the wildcards <c>*</c> and <c>?</c>. By default, all metrics are
    /// reported.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[]? Metric { get; set; }

    /// <summary>The group of the metrics to report. By default, metrics of all groups are reported.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricGroupCompleter))]
    public string? Group { get; set; }

    /// <summary>Text to put before the name of each metric.</summary>
    [Parameter]
    public string? Prefix { get; set; }

    /// <summary>The time between two reports: a TimeSpan, a number of seconds, or text such as <c>10s</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Interval { get; set; }

    /// <summary>The file from which the numbers of metrics go on, and in which they are saved after each report.</summary>
    [Parameter]
    public string? StatePath { get; set; }

    /// <summary>Writes the reporter, as Get-TelemetryReporter does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            Start(Create());
        }
        catch (ReporterException e)
        {
            ThrowTerminatingError(ReporterErrors.Of(e));
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Request();

    /// <summary>Returns the text of a secret; null if there is none.</summary>
    private protected static string? TextOf(SecureString? secret) =>
        secret is null ? null : new NetworkCredential(string.Empty, secret).Password;

    /// <summary>Sets the options of the parameters that all of the cmdlets have.</summary>
    /// <exception cref="InvalidMetricException">The path of the state is not that of a file.</exception>
    // Not generic: a constraint would load the assembly of the reporters as the module is imported.
    private protected void SetCommon(ReporterOptions options)
    {
        options.Name = Name;
        options.Metrics = Metric ?? [];
        options.Group = Group;
        options.Prefix = Prefix;
        options.Interval = Interval;
        options.StatePath = _stateFile = StatePath is null ? null : MetricPath.Resolve(this, StatePath);
    }

    /// <summary>Creates the reporter from the parameters.</summary>
    /// <exception cref="ReporterException">A parameter is not valid.</exception>
    /// <exception cref="InvalidMetricException">A path is not that of a file.</exception>
    private protected abstract Reporter Create();

    private void Start(Reporter reporter)
    {
        if (!ShouldProcess(reporter.Target, $"Start the reporter '{reporter.Name}'"))
        {
            return;
        }

        using (Emitter.Enter(this, _stop))
        {
            if (_stateFile is { } state)
            {
                MetricPath.Use(state, _ => ModuleReporters.Start(this, reporter));
            }
            else
            {
                ModuleReporters.Start(this, reporter);
            }
        }

        if (PassThru)
        {
            WriteObject(new ScriptReporterInfo(reporter));
        }
    }
}
