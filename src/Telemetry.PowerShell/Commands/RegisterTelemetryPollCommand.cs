using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Registers a poll: a script block, or measurements that are built in, which runs at intervals or when metrics are
/// collected.</summary>
[Cmdlet(VerbsLifecycle.Register, "TelemetryPoll", DefaultParameterSetName = BlockSet)]
[OutputType(typeof(ScriptPollInfo))]
public sealed class RegisterTelemetryPollCommand : PSCmdlet
{
    private const string BlockSet = "ScriptBlock";
    private const string BuiltInSet = "BuiltIn";

    private readonly PollReplacement _replacement = new();

    /// <summary>The name of the poll, unique in the process without regard to case. For built-in measurements, it is their name by
    /// default.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = BlockSet)]
    [Parameter(Position = 0, ParameterSetName = BuiltInSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PollNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The block to run. It runs in a private session, which is kept from one run to the next.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = BlockSet)]
    [AllowNull]
    [BlockArgument]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The event that each object becomes which the block writes. Without it, the block emits events itself.</summary>
    [Parameter(Position = 2, ParameterSetName = BlockSet)]
    [ArgumentCompleter(typeof(EventNameCompleter))]
    public string? EventName { get; set; }

    /// <summary>The names of the properties that are measurements; the others are metadata. By default, those with a number or a time
    /// are measurements.</summary>
    [Parameter(Position = 3, ParameterSetName = BlockSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Measurement { get; set; }

    /// <summary>The measurements that are built in: <c>Process</c>, <c>Runtime</c> or <c>Sessions</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BuiltInSet)]
    [ArgumentCompleter(typeof(BuiltInPollCompleter))]
    public string? BuiltIn { get; set; }

    /// <summary>The time from one run to the next: a TimeSpan, a number of seconds, or text such as <c>10s</c>; five seconds by
    /// default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time before the first run, which begins at once by default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan InitialDelay { get; set; }

    /// <summary>Runs the poll when metrics are collected, such as by a scrape, and not at intervals.</summary>
    [Parameter]
    public SwitchParameter OnCollect { get; set; }

    /// <summary>The failure policy: <c>Keep</c>, which continues to try, or <c>Detach</c>, which removes a poll that fails.</summary>
    [Parameter]
    public TelemetryFailurePolicy FailurePolicy { get; set; } = TelemetryFailurePolicy.Keep;

    /// <summary>The time after which a run is interrupted; 30 seconds by default.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The script that runs first in the private session, once. It defines the functions and variables, and imports the
    /// modules, that the block needs there.</summary>
    [Parameter(ParameterSetName = BlockSet)]
    public ScriptBlock? InitializationScript { get; set; }

    /// <summary>The arguments of the block, always the same objects.</summary>
    [Parameter(ParameterSetName = BlockSet)]
    [Alias("Args")]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ArgumentList { get; set; }

    /// <summary>Replaces the poll that has the name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the registered poll, as Get-TelemetryPoll does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == BlockSet)
        {
            Check();
        }

        try
        {
            PollRequest request = ParameterSetName == BlockSet ? OfBlock() : OfBuiltIn();
            RegisteredPoll? poll = Force ? _replacement.Add(request) : ModulePolls.Add(request);
            if (PassThru && poll is not null)
            {
                WriteObject(new ScriptPollInfo(poll.Poll));
            }
        }
        catch (PollException e)
        {
            ThrowTerminatingError(PollErrors.Of(e));
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _replacement.Cancel();

    private void Check()
    {
        ErrorRecord? error = FindBlockError()
            ?? (EventName is not null && !Telemetry.EventName.TryParse(EventName, out _) ? EventNameErrors.For(EventName) : null);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        IReadOnlyList<string> commands = HomeCommands.Of(ScriptBlock!, InitializationScript, SessionState);
        if (commands.Count > 0)
        {
            WriteWarning(
                $"Poll '{Name}' calls {string.Join(", ", commands.Select(name => $"'{name}'"))}, which only this session has: a poll runs "
                + "in a private session. Define what it needs in -InitializationScript.");
        }
    }

    private ErrorRecord? FindBlockError()
    {
        string? problem = ScriptBlock is null
            ? "it is null. Give one in braces, as in { (Get-Process).Count }."
            : ScriptBlockRules.FindPollProblem(ScriptBlock, ArgumentList?.Length ?? 0);
        return problem is not null ? PollErrors.InvalidScriptBlock(ScriptBlock, problem)
            : InitializationScript is not null && ScriptBlockRules.FindPollProblem(InitializationScript, 0) is { } initProblem
                ? PollErrors.InvalidInitializationScript(InitializationScript, initProblem)
            : null;
    }

    private PollRequest OfBlock()
    {
        HandlerSession session = HandlerSession.OfThisThread(Host, SessionState);
        SessionWarnings warnings = NewWarnings(session);
        return new PollRequest
        {
            Name = Name!,
            Options = NewOptions(),
            Warnings = warnings,
            Owners = BlockOwners.Of(session, ScriptBlock!),
            Script = new ScriptPoll(
                ScriptBlock!,
                InitializationScript,
                [.. (ArgumentList ?? []).Select(TableEntries.Unwrap)],
                SessionState.LanguageMode,
                SessionState.Path.CurrentFileSystemLocation.ProviderPath,
                ModuleCommands.With(ModuleCommands.PrefixOf(GetType(), MyInvocation.MyCommand)),
                new PollObjectReader(Measurement),
                EventName is not null,
                warnings),
        };
    }

    private PollRequest OfBuiltIn()
    {
        string builtIn = BuiltInMeasurements.Find(BuiltIn!);
        return new PollRequest
        {
            Name = Name ?? builtIn,
            BuiltIn = builtIn,
            Options = NewOptions(),
            Warnings = NewWarnings(HandlerSession.OfThisThread(Host, SessionState)),
        };
    }

    private SessionWarnings NewWarnings(HandlerSession session) => new(session, Preferences.Drops(this, "Warning"));

    private PollOptions NewOptions() => new()
    {
        EventName = EventName,
        Interval = Interval,
        InitialDelay = InitialDelay,
        OnCollect = OnCollect,
        FailurePolicy = FailurePolicy == TelemetryFailurePolicy.Detach ? PollFailurePolicy.Detach : PollFailurePolicy.Keep,
        Timeout = Timeout,
    };
}
