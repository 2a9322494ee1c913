using System.Management.Automation;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>Starts a log: a file with a line for each event.</summary>
[Cmdlet(VerbsLifecycle.Start, "TelemetryLog", SupportsShouldProcess = true)]
[OutputType(typeof(ScriptLogInfo))]
public sealed class StartTelemetryLogCommand : PSCmdlet
{
    private readonly EmitterStop _stop = new();

    /// <summary>The events to log, by name, or by a pattern with <c>*</c> and <c>?</c> for the whole name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = [];

    /// <summary>The file. It is created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string Path { get; set; } = string.Empty;

    /// <summary>The conditions that an event meets which is logged, as a table of metadata keys and values, with wildcards.</summary>
    [Parameter]
    [AllowNull]
    public object? Where { get; set; }

    /// <summary>The conditions of which an event that is logged meets none, as a table of metadata keys and values, with
    /// wildcards.</summary>
    [Parameter]
    [AllowNull]
    public object? WhereNot { get; set; }

    /// <summary>The name of the log, unique in the process without regard to case. By default, it is the name of the file without its
    /// extension, with a number if there is one already.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The format of the lines: Json, Logfmt or Text.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LogFormatCompleter))]
    public string? Format { get; set; }

    /// <summary>The template of the format Text.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? Template { get; set; }

    /// <summary>Further keys whose values are hidden, with the wildcards <c>*</c> and <c>?</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Redact { get; set; } = [];

    /// <summary>Keys whose values are shown, although their names are those of secrets; with the wildcards <c>*</c> and
    /// <c>?</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] NoRedact { get; set; } = [];

    /// <summary>The size of the file in bytes beyond which it is rotated.</summary>
    [Parameter]
    public long MaxSize { get; set; }

    /// <summary>Rotates the file before the first line of a day.</summary>
    [Parameter]
    public SwitchParameter Daily { get; set; }

    /// <summary>The number of rotated files that are kept. By default, all are kept.</summary>
    [Parameter]
    public int Keep { get; set; }

    /// <summary>The unit of durations: ms, s, us or ns.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LogDurationUnitCompleter))]
    public string DurationUnit { get; set; } = "ms";

    /// <summary>Writes the times of lines in local time, with their offset from UTC. Days are then local, too.</summary>
    [Parameter]
    public SwitchParameter LocalTime { get; set; }

    /// <summary>Replaces a running log of the same name. No event is missed or logged twice.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the log, as Get-TelemetryLog does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            Start();
        }
        catch (LogException e)
        {
            ThrowTerminatingError(LogErrors.Of(e));
        }
        catch (InvalidConditionException e)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidFilter(e));
        }
        catch (InvalidMetricException e)
        {
            ThrowTerminatingError(MetricErrors.Of(e));
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Request();

    private void Start()
    {
        var log = new TelemetryLog(Options());
        if (!ShouldProcess(log.Path, $"Start the log of {string.Join(", ", EventName)}"))
        {
            return;
        }

        using (Emitter.Enter(this, _stop))
        {
            ModuleLogs.Start(this, log);
        }

        if (PassThru)
        {
            WriteObject(new ScriptLogInfo(log));
        }
    }

    private TelemetryLogOptions Options() => new()
    {
        Path = MetricPath.Resolve(this, Path),
        Events = EventName,
        Where = ScriptConditions.Read(nameof(Where), Where, allowsBlock: false),
        WhereNot = ScriptConditions.Read(nameof(WhereNot), WhereNot, allowsBlock: false),
        Name = Name,
        Format = Format is null ? null : LogWords.Format(Format),
        Template = Template,
        Redact = Redact,
        NoRedact = NoRedact,
        MaxSize = IsGiven(nameof(MaxSize)) ? MaxSize : null,
        Daily = Daily,
        Keep = IsGiven(nameof(Keep)) ? Keep : null,
        DurationUnit = LogWords.Unit(DurationUnit),
        UsesLocalTime = LocalTime,
        Converter = LogObjects.Convert,
        Replaces = Force,
    };

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
