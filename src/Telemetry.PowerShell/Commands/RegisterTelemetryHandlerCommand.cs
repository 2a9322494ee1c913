using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Registers a script block as a handler of one or more events.</summary>
[Cmdlet(VerbsLifecycle.Register, "TelemetryHandler")]
[OutputType(typeof(ScriptHandlerInfo))]
public sealed class RegisterTelemetryHandlerCommand : PSCmdlet
{
    /// <summary>The id of the handler, unique in the process without regard to case.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(HandlerIdCompleter))]
    public string Id { get; set; } = string.Empty;

    /// <summary>The events to handle, by name, or by a pattern with <c>*</c> and <c>?</c> for the whole name. The handler is
    /// registered for all of them or, if anything is wrong, for none.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = [];

    /// <summary>The block to run when one of the events occurs. Its arguments are the event's name, its measurements, its
    /// metadata and <see cref="Config"/>, in this order; <c>$_</c> is the whole event.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [BlockArgument]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>An object of any kind that is passed to the handler on each call, always the same one.</summary>
    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    public object? Config { get; set; }

    /// <summary>A handler that was unregistered because it failed, from Get-TelemetryHandler -Detached. It is registered
    /// again for its own session, as it was except for the parameters that are given.</summary>
    [Parameter(ValueFromPipeline = true)]
    public DetachedHandler? InputObject { get; set; }

    /// <summary>The origin of the events that reach the handler: everywhere in the process, or only the session that
    /// registers it.</summary>
    [Parameter]
    public TelemetryHandlerScope Scope { get; set; }

    /// <summary>The script that runs first in each private session for events from elsewhere. It defines the functions and
    /// variables, and imports the modules, that the handler needs there.</summary>
    [Parameter]
    public ScriptBlock? InitializationScript { get; set; }

    /// <summary>The failure policy, which decides whether a handler that fails stays registered.</summary>
    [Parameter]
    public TelemetryFailurePolicy FailurePolicy { get; set; }

    /// <summary>The number of failures in a row that unregister the handler: 1 or more, 1 by default. A call that succeeds
    /// resets the count.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxFailures { get; set; } = 1;

    /// <summary>Puts events in a queue, from which the handler runs while the emitter continues: for work that takes long or
    /// blocks. It runs in a private session then, as it does for events from elsewhere.</summary>
    [Parameter]
    public SwitchParameter Buffered { get; set; }

    /// <summary>The number of events that can wait in the queue: 1 or more, 10,000 by default.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Capacity { get; set; } = HandlerBuffer.DefaultCapacity;

    /// <summary>The event that is dropped, and counted, when the queue is full: the one that is emitted, or the one that has
    /// waited longest.</summary>
    [Parameter]
    public BufferFullMode FullMode { get; set; }

    /// <summary>The time that unregistering, or the end of the session or process, waits for queued events: a TimeSpan, a number of
    /// seconds, or text such as <c>500ms</c>; five seconds by default. The remaining events are dropped, and counted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan DrainTimeout { get; set; } = new HandlerBuffer().DrainTimeout;

    /// <summary>Replaces the handler that has the id, in one step: no event is missed or handled twice.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the registered handler, one object for each event, as Get-TelemetryHandler does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // Get-TelemetryHandler writes an object for each event of a handler: piped here with -Force, they make one handler.
    private HandlerRegistration? _last;
    private ScriptBlock? _lastBlock;

    private HandlerRegistration? Before => InputObject?.Registration;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Check();
        IReadOnlyList<EventPattern> earlier = ContinuesLast() ? _last!.Patterns : [];
        EventPattern[] patterns = [.. earlier, .. EventName.Select(this.ParsePattern)];
        HandlerRegistration registration;
        if (Before is { } before && ScriptBlock is null)
        {
            registration = Attach(before.Handler, patterns, NewOptions(before.Options.Filter));
        }
        else
        {
            ScriptHandler handler = NewHandler();
            WarnOfHomeCommands();
            registration = Attach(handler.Handle, patterns, NewOptions(handler.Filter));
            handler.Bind(registration);
        }

        _last = registration;
        _lastBlock = ScriptBlock;
        if (PassThru)
        {
            WriteObject(ScriptHandlerInfo.Of(registration).Skip(earlier.Count), enumerateCollection: true);
        }
    }

    private bool ContinuesLast() => Force
        && _last is { IsAttached: true }
        && ScriptBlock is not null
        && ReferenceEquals(ScriptBlock, _lastBlock)
        && string.Equals(Id, _last.Id, StringComparison.OrdinalIgnoreCase);

    // The block belongs to the session that registered it first, wherever it is registered again.
    private ScriptHandler NewHandler() =>
        Before?.Handler.Target is ScriptHandler script && ReferenceEquals(script.Block, ScriptBlock)
            ? script.Again()
            : ScriptHandlers.Create(this, ScriptBlock!, Scope, InitializationScript);

    // A copy would fail of them, far away and later, and the handler would be detached for home too.
    private void WarnOfHomeCommands()
    {
        if (Scope == TelemetryHandlerScope.Session && !Buffered)
        {
            return;
        }

        IReadOnlyList<string> commands = HomeCommands.Of(ScriptBlock!, InitializationScript, SessionState);
        if (commands.Count > 0)
        {
            WriteWarning(
                $"Handler '{Id}' calls {string.Join(", ", commands.Select(name => $"'{name}'"))}, which only this session has: a copy "
                + $"of the handler, which runs for events from elsewhere and out of a buffer, does not find it. {ScriptHandler.WaysOut}");
        }
    }

    private HandlerRegistration Attach(
        TelemetryHandler handler, IReadOnlyList<EventPattern> patterns, HandlerOptions options)
    {
        TelemetryDispatcher dispatcher = TelemetryDispatcher.Default;
        if (Force)
        {
            return dispatcher.Replace(Id, patterns, handler, Config, options);
        }

        if (!dispatcher.TryAttachMany(Id, patterns, handler, Config, options, out HandlerRegistration? registration))
        {
            ThrowTerminatingError(TelemetryErrors.HandlerAlreadyExists(Id));
        }

        return registration!;
    }

    private void Check()
    {
        ErrorRecord? error = FindBlockError()
            ?? FindIdError()
            ?? FindOptionError();
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }
    }

    private ErrorRecord? FindBlockError()
    {
        string? problem = ScriptBlock is not null ? ScriptBlockRules.FindProblem(ScriptBlock)
            : Before is null ? "it is null. Give one in braces, as in { $_ }."
            : null;
        return problem is not null ? TelemetryErrors.InvalidScriptBlock(ScriptBlock, problem)
            : InitializationScript is not null && ScriptBlockRules.FindProblem(InitializationScript) is { } initProblem
                ? TelemetryErrors.InvalidInitializationScript(InitializationScript, initProblem)
            : null;
    }

    // C# code is free in its choice, and what it chose stays the handler's when the handler is registered again.
    private ErrorRecord? FindIdError() =>
        string.Equals(Id, Before?.Id, StringComparison.OrdinalIgnoreCase) ? null : HandlerIdErrors.Find(Id);

    private ErrorRecord? FindOptionError()
    {
        string? stray = Buffered ? null
            : Array.Find([nameof(Capacity), nameof(FullMode), nameof(DrainTimeout)], IsGiven);
        return stray is not null ? TelemetryErrors.NeedsBuffer(stray)
            : FailurePolicy == TelemetryFailurePolicy.Keep && IsGiven(nameof(MaxFailures))
                ? TelemetryErrors.KeepHasNoLimit(MaxFailures)
            : DrainTimeout < TimeSpan.Zero || DrainTimeout.TotalMilliseconds > int.MaxValue
                ? TelemetryErrors.InvalidDrainTimeout(DrainTimeout)
            : null;
    }

    private HandlerOptions NewOptions(HandlerFilter? filter) => new()
    {
        CollectsStatistics = Before?.Options.CollectsStatistics ?? true,
        Filter = filter,
        FailurePolicy = Before is not null && !IsGiven(nameof(FailurePolicy)) && !IsGiven(nameof(MaxFailures))
                ? Before.Options.FailurePolicy
            : FailurePolicy == TelemetryFailurePolicy.Keep ? Telemetry.FailurePolicy.Keep
            : Telemetry.FailurePolicy.DetachAfter(MaxFailures),
        Buffer = Before is not null && !IsGiven(nameof(Buffered)) ? Before.Options.Buffer
            : Buffered ? new HandlerBuffer { Capacity = Capacity, FullMode = FullMode, DrainTimeout = DrainTimeout }
            : null,
    };

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
