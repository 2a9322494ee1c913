using System.Management.Automation;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Registers an alert on a number of events within a time, or on the value of a metric.</summary>
[Cmdlet(VerbsLifecycle.Register, "TelemetryAlert", DefaultParameterSetName = EventSet)]
[OutputType(typeof(ScriptAlertInfo))]
public sealed class RegisterTelemetryAlertCommand : PSCmdlet
{
    private const string EventSet = "Event";
    private const string MetricSet = "Metric";

    private readonly AlertRemovals _replaced = new();

    /// <summary>The name of the alert, unique in the process without regard to case.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(AlertNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The events to count, by name, or by a pattern with <c>*</c> and <c>?</c> for the whole name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = EventSet)]
    [AllowEmptyString]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = [];

    /// <summary>The metric whose value is compared with the limits. It may be registered later.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MetricSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string? Metric { get; set; }

    /// <summary>The block that is called for each notification, <c>$_</c>, in a private session. Its arguments are the notification and
    /// <see cref="Config"/>.</summary>
    [Parameter(Position = 2)]
    [AllowNull]
    [BlockArgument]
    public ScriptBlock? Action { get; set; }

    /// <summary>The metadata keys by whose values the events are told apart. Each combination of values is counted, raised and cleared
    /// alone.</summary>
    [Parameter(ParameterSetName = EventSet)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(MetricTagCompleter))]
    public string[] Tag { get; set; } = [];

    /// <summary>The conditions that an event meets which is counted, as a table of keys and values, with wildcards.</summary>
    [Parameter(ParameterSetName = EventSet)]
    [AllowNull]
    public object? Where { get; set; }

    /// <summary>The conditions of which an event that is counted meets none, as a table of keys and values, with wildcards.</summary>
    [Parameter(ParameterSetName = EventSet)]
    [AllowNull]
    public object? WhereNot { get; set; }

    /// <summary>The number of events that raises the alert: 1 to 10,000, 1 by default.</summary>
    [Parameter(ParameterSetName = EventSet)]
    public int Count { get; set; } = 1;

    /// <summary>The time within which the events occur. Without it, they occur in a row, however long that takes. For a metric, the
    /// time of which the statistic is computed; a minute by default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Within { get; set; }

    /// <summary>The events that clear the alert for the same values of the tags, by name or by a pattern.</summary>
    [Parameter(ParameterSetName = EventSet)]
    [AllowEmptyString]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] ClearOn { get; set; } = [];

    /// <summary>The time without events after which the alert is cleared; for a metric, the time for which the value is back.</summary>
    [Parameter]
    [Duration]
    public TimeSpan ClearAfter { get; set; }

    /// <summary>The value above which the alert is raised.</summary>
    [Parameter(ParameterSetName = MetricSet)]
    public double Above { get; set; }

    /// <summary>The value below which the alert is raised.</summary>
    [Parameter(ParameterSetName = MetricSet)]
    public double Below { get; set; }

    /// <summary>The value below which an alert with <see cref="Above"/> is cleared; that limit by default.</summary>
    [Parameter(ParameterSetName = MetricSet)]
    public double ClearBelow { get; set; }

    /// <summary>The value above which an alert with <see cref="Below"/> is cleared; that limit by default.</summary>
    [Parameter(ParameterSetName = MetricSet)]
    public double ClearAbove { get; set; }

    /// <summary>The time for which the value is beyond the limit before the alert is raised; none by default.</summary>
    [Parameter(ParameterSetName = MetricSet)]
    [Duration]
    public TimeSpan For { get; set; }

    /// <summary>The time from one comparison to the next; ten seconds by default.</summary>
    [Parameter(ParameterSetName = MetricSet)]
    [Duration]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The number that is compared: by default <c>P95</c> for a distribution or summary, and <c>Value</c> for other
    /// metrics.</summary>
    [Parameter(ParameterSetName = MetricSet)]
    public TelemetryAlertStatistic Statistic { get; set; }

    /// <summary>The time within which there is at most one notification for the same values of the tags; no limit by default. Changes in
    /// this time are counted, and the last state is notified of at its end.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Throttle { get; set; }

    /// <summary>The time after which an alert that is still raised is notified of again.</summary>
    [Parameter]
    [Duration]
    public TimeSpan RepeatInterval { get; set; }

    /// <summary>An object of any kind that is passed to the action, always the same one.</summary>
    [Parameter]
    public object? Config { get; set; }

    /// <summary>The script that runs first in the private session of the action, once. It defines the functions and variables, and imports
    /// the modules, that the action needs there.</summary>
    [Parameter]
    public ScriptBlock? InitializationScript { get; set; }

    /// <summary>The number of further attempts if the action fails; 0 by default.</summary>
    [Parameter]
    public int Retry { get; set; }

    /// <summary>The time before the first further attempt, which doubles with each; one second by default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The time after which an attempt is stopped; one minute by default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The time that unregistering, or the end of the session, waits for notifications that are not delivered; five seconds by
    /// default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of combinations of tag values that are kept: 1 to 100,000, 2,000 by default.</summary>
    [Parameter]
    public int SeriesLimit { get; set; } = 2000;

    /// <summary>Replaces the alert that has the name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the registered alert, as Get-TelemetryAlert does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Check();
        try
        {
            RegisteredAlert alert = Add(NewRequest());
            if (PassThru)
            {
                WriteObject(new ScriptAlertInfo(alert.Alert));
            }
        }
        catch (AlertException e)
        {
            ThrowTerminatingError(AlertErrors.Of(e));
        }
        catch (InvalidConditionException e)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidFilter(e));
        }

        _replaced.Await();
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _replaced.Cancel();

    private RegisteredAlert Add(AlertRequest request)
    {
        request.Definition.Validate();
        while (true)
        {
            if (Force && ModuleAlerts.Registry.Find(Name) is { } other)
            {
                _replaced.Begin(other);
            }

            try
            {
                return ModuleAlerts.Add(request);
            }
            catch (AlertException e) when (Force && e.Kind == AlertErrorKind.AlertAlreadyExists)
            {
                // Another thread registered one meanwhile.
            }
        }
    }

    private void Check()
    {
        ErrorRecord? error = FindBlockError() ?? FindActionError();
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        if (Action is null)
        {
            return;
        }

        IReadOnlyList<string> commands = HomeCommands.Of(Action, InitializationScript, SessionState);
        if (commands.Count > 0)
        {
            WriteWarning(
                $"The action of alert '{Name}' calls {string.Join(", ", commands.Select(name => $"'{name}'"))}, which only this session "
                + "has: an action runs in a private session. Define what it needs in -InitializationScript.");
        }
    }

    private ErrorRecord? FindBlockError()
    {
        string? problem = Action is not null ? ScriptBlockRules.FindActionProblem(Action)
            : IsGiven(nameof(Action)) ? "it is null. Give one in braces, as in { Write-Host $_ }, or leave it out."
            : null;
        return problem is not null ? AlertErrors.InvalidAction(Action, problem)
            : InitializationScript is not null && ScriptBlockRules.FindPollProblem(InitializationScript, 0) is { } initProblem
                ? AlertErrors.InvalidInitializationScript(InitializationScript, initProblem)
            : null;
    }

    private ErrorRecord? FindActionError()
    {
        string? stray = Action is not null ? null
            : Array.Find(
                [
                    nameof(Throttle), nameof(RepeatInterval), nameof(Config), nameof(InitializationScript), nameof(Retry),
                    nameof(RetryDelay), nameof(Timeout), nameof(DrainTimeout),
                ],
                IsGiven);
        return stray is null ? null : AlertErrors.NeedsAction(stray);
    }

    private AlertRequest NewRequest()
    {
        HandlerSession session = HandlerSession.OfThisThread(Host, SessionState);
        var warnings = new SessionWarnings(session, Preferences.Drops(this, "Warning"));
        return new AlertRequest
        {
            Definition = NewDefinition(),
            Warnings = warnings,
            Owners = Action is null ? null : BlockOwners.Of(session, Action),
            Action = Action is null ? null : new ScriptAction(
                Action,
                InitializationScript,
                TableEntries.Unwrap(Config),
                SessionState.LanguageMode,
                SessionState.Path.CurrentFileSystemLocation.ProviderPath,
                ModuleCommands.With(ModuleCommands.PrefixOf(GetType(), MyInvocation.MyCommand)),
                warnings),
        };
    }

    // What the other parameter set has keeps its default.
    private AlertDefinition NewDefinition() => new(Name)
    {
        Events = [.. EventName.Select(this.ParsePattern)],
        Tags = Tag,
        Where = ScriptConditions.Read(nameof(Where), Where, allowsBlock: false),
        WhereNot = ScriptConditions.Read(nameof(WhereNot), WhereNot, allowsBlock: false),
        Count = Count,
        Within = Given(nameof(Within), Within),
        ClearOn = [.. ClearOn.Select(this.ParsePattern)],
        ClearAfter = Given(nameof(ClearAfter), ClearAfter),
        Metric = ParameterSetName == MetricSet ? Metric : null,
        Above = Given(nameof(Above), Above),
        Below = Given(nameof(Below), Below),
        ClearBelow = Given(nameof(ClearBelow), ClearBelow),
        ClearAbove = Given(nameof(ClearAbove), ClearAbove),
        For = For,
        Interval = Interval,
        Statistic = IsGiven(nameof(Statistic)) ? (AlertStatistic)(int)Statistic : null,
        Throttle = Throttle,
        RepeatInterval = Given(nameof(RepeatInterval), RepeatInterval),
        Retries = Retry,
        RetryDelay = RetryDelay,
        ActionTimeout = Timeout,
        DrainTimeout = DrainTimeout,
        SeriesLimit = SeriesLimit,
    };

    private T? Given<T>(string parameter, T value)
        where T : struct => IsGiven(parameter) ? value : null;

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
