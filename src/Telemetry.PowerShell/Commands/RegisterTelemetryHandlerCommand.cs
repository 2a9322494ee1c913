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

    /// <summary>The events that reach the handler: a table of keys and values, which may have wildcards and all have to be equal, as in
    /// <c>@{ status = '5??' }</c>; or a script block, which is called as the handler is and decides by its output.</summary>
    [Parameter]
    [AllowNull]
    public object? Where { get; set; }

    /// <summary>The events that do not reach the handler: a table of keys and values, of which one has to be equal.</summary>
    [Parameter]
    [AllowNull]
    public object? WhereNot { get; set; }

    /// <summary>Calls the handler once at most, and unregisters it before the call. A call that fails counts.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>The shortest time from one call to the next: a TimeSpan, a number of seconds, or text such as <c>10m</c>. Events in
    /// between are dropped, and counted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Throttle { get; set; }

    /// <summary>The keys for whose values the limit applies separately, such as <c>target</c>. The last 10,000 values are
    /// remembered.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricTagCompleter))]
    public string[] ThrottleBy { get; set; } = [];

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

    private IReadOnlyList<EventCondition> _where = [];
    private IReadOnlyList<EventCondition> _whereNot = [];

    private HandlerRegistration? Before => InputObject?.Registration;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Check();
        IReadOnlyList<EventPattern> earlier = ContinuesLast() ? _last!.Patterns : [];
        EventPattern[] patterns = [.. earlier, .. EventName.Select(this.ParsePattern)];
        ScriptHandler? handler = Before is not null && ScriptBlock is null ? null : NewHandler();
        ScriptHandler? filter = NewFilter();
        WarnOfHomeCommands(handler, filter);
        HandlerFilter? scope = handler is null ? BeforeWithoutBlock() : handler.ScopeFilter;
        HandlerRegistration registration = Attach(
            handler is null ? Before!.Handler : handler.Handle,
            patterns,
            NewOptions(filter is null ? scope : new ScriptFilter(scope, filter).IsMatch));
        handler?.Bind(registration);
        filter?.Bind(registration);
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

    private ScriptHandler? NewFilter() => IsGiven(nameof(Where))
        ? TableEntries.Unwrap(Where) is ScriptBlock block ? ScriptHandlers.Create(this, block, Scope, InitializationScript) : null
        : ScriptFilter.Of(Before?.Options)?.Again();

    // A filter of C# code stays, as the code is not known here; one of a script is replaced.
    private HandlerFilter? BeforeWithoutBlock() => ScriptFilter.Of(Before?.Options) is null ? Before?.Options.Filter : null;

    // A copy would fail of them, far away and later, and the handler would be detached for home too.
    private void WarnOfHomeCommands(ScriptHandler? handler, ScriptHandler? filter)
    {
        if (Scope == TelemetryHandlerScope.Session)
        {
            filter = null;
            handler = Buffered ? handler : null;
        }

        foreach (ScriptHandler script in new[] { handler, filter }.OfType<ScriptHandler>())
        {
            IReadOnlyList<string> commands = HomeCommands.Of(script.Block, InitializationScript, SessionState);
            if (commands.Count > 0)
            {
                WriteWarning(
                    $"{(script == filter ? $"The filter of handler '{Id}'" : $"Handler '{Id}'")} calls "
                    + $"{string.Join(", ", commands.Select(name => $"'{name}'"))}, which only this session has: a copy of the "
                    + $"{(script == filter ? "filter" : "handler")}, which runs for events from elsewhere and out of a buffer, does not "
                    + $"find it. {ScriptHandler.WaysOut}");
            }
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
            ?? FindFilterError()
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

    private ErrorRecord? FindFilterError()
    {
        try
        {
            object? where = TableEntries.Unwrap(Where);
            _where = where is ScriptBlock ? [] : ScriptConditions.Read(nameof(Where), where, allowsBlock: true);
            _whereNot = ScriptConditions.Read(nameof(WhereNot), WhereNot, allowsBlock: false);
            return where is ScriptBlock block && ScriptBlockRules.FindProblem(block) is { } problem
                ? TelemetryErrors.InvalidFilterBlock(block, problem)
                : null;
        }
        catch (InvalidConditionException e)
        {
            return TelemetryErrors.InvalidFilter(e);
        }
    }

    private ErrorRecord? FindThrottleError() =>
        IsGiven(nameof(Throttle)) && Throttle <= TimeSpan.Zero ? TelemetryErrors.InvalidThrottle(Throttle)
        : ThrottleBy.Length == 0 ? null
        : Array.Exists(ThrottleBy, string.IsNullOrWhiteSpace) ? TelemetryErrors.BlankThrottleKey()
        : IsGiven(nameof(Throttle)) || Before?.Options.Throttle > TimeSpan.Zero ? null
        : TelemetryErrors.NeedsThrottle();

    private ErrorRecord? FindOptionError()
    {
        string? stray = Buffered ? null
            : Array.Find([nameof(Capacity), nameof(FullMode), nameof(DrainTimeout)], IsGiven);
        return stray is not null ? TelemetryErrors.NeedsBuffer(stray)
            : FailurePolicy == TelemetryFailurePolicy.Keep && IsGiven(nameof(MaxFailures))
                ? TelemetryErrors.KeepHasNoLimit(MaxFailures)
            : DrainTimeout < TimeSpan.Zero || DrainTimeout.TotalMilliseconds > int.MaxValue
                ? TelemetryErrors.InvalidDrainTimeout(DrainTimeout)
            : FindThrottleError();
    }

    private HandlerOptions NewOptions(HandlerFilter? filter) => new()
    {
        CollectsStatistics = Before?.Options.CollectsStatistics ?? true,
        Where = IsGiven(nameof(Where)) ? _where : Before?.Options.Where ?? [],
        WhereNot = IsGiven(nameof(WhereNot)) ? _whereNot : Before?.Options.WhereNot ?? [],
        Filter = filter,
        Throttle = IsGiven(nameof(Throttle)) ? Throttle : Before?.Options.Throttle ?? TimeSpan.Zero,
        ThrottleBy = IsGiven(nameof(ThrottleBy)) ? ThrottleBy : Before?.Options.ThrottleBy ?? [],
        Once = IsGiven(nameof(Once)) ? Once : Before?.Options.Once ?? false,
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
