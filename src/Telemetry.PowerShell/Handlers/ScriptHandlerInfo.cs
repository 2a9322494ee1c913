using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An entry of the list of handlers, as Get-TelemetryHandler returns it: one handler at one of its events, in its
/// state at that moment. Counts and times are those of the handler as a whole.</summary>
public sealed class ScriptHandlerInfo
{
    private readonly HandlerRegistration _registration;

    internal ScriptHandlerInfo(HandlerRegistration registration, EventPattern pattern)
    {
        _registration = registration;
        EventName = pattern.ToString();
        LastFailure = registration.LastFailure;
        State = !registration.IsAttached ? TelemetryHandlerState.Unregistered
            : registration.FailuresInARow > 0 ? TelemetryHandlerState.Failing
            : TelemetryHandlerState.Registered;
        HandlerStatistics? calls = registration.Statistics;
        Calls = calls?.Calls;
        Failures = calls?.Failures;
        TotalTime = calls?.TotalTime;
        MeanTime = calls?.MeanTime;
        LongestTime = calls?.LongestTime;
        LastRun = calls?.LastRun?.ToLocalTime();
        BufferStatistics? buffer = registration.BufferStatistics;
        Delivered = buffer?.Delivered;
        Dropped = buffer?.Dropped;
        Queued = buffer?.Queued;
    }

    /// <summary>The id of the handler.</summary>
    public string Id => _registration.Id;

    /// <summary>The event or pattern for which it is registered.</summary>
    public string EventName { get; }

    /// <summary>The state of the handler.</summary>
    public TelemetryHandlerState State { get; }

    /// <summary>The number of calls, including failures; null for C# code that is not counted.</summary>
    public long? Calls { get; }

    /// <summary>The number of failures; null for C# code that is not counted.</summary>
    public long? Failures { get; }

    /// <summary>The total time of its calls; null for C# code that is not timed.</summary>
    public TimeSpan? TotalTime { get; }

    /// <summary>The average time of a call; null for C# code that is not timed.</summary>
    public TimeSpan? MeanTime { get; }

    /// <summary>The time of the longest call; null for C# code that is not timed.</summary>
    public TimeSpan? LongestTime { get; }

    /// <summary>The local time at which the last call ended; null if there was none.</summary>
    public DateTime? LastRun { get; }

    /// <summary>The reason for the last failure, as text; null if the handler never failed.</summary>
    public string? LastError => LastFailure is { } failure ? PlainText.Of(failure.Message) : null;

    /// <summary>The last failure: its time, event, error and place in the script; null if the handler never
    /// failed.</summary>
    public FailureSummary? LastFailure { get; }

    /// <summary>The failure policy: <c>Detach</c>, <c>Keep</c>, or <c>DetachAfter(3)</c>.</summary>
    public FailurePolicy FailurePolicy => _registration.Options.FailurePolicy;

    /// <summary>The origin of the events that reach the handler; null for C# code, which events reach from
    /// everywhere.</summary>
    public TelemetryHandlerScope? Scope => Script?.Scope;

    /// <summary>The number of events that can wait for the handler; null if it has no buffer.</summary>
    public int? Capacity => _registration.Options.Buffer?.Capacity;

    /// <summary>The time that unregistering waits for queued events; null if the handler has no buffer.</summary>
    public TimeSpan? DrainTimeout => _registration.Options.Buffer?.DrainTimeout;

    /// <summary>The number of events that its buffer delivered; null if it has no buffer.</summary>
    public long? Delivered { get; }

    /// <summary>The number of events that its buffer dropped; null if it has no buffer.</summary>
    public long? Dropped { get; }

    /// <summary>The number of events in its buffer, including the one that is handled; null if it has no buffer.</summary>
    public long? Queued { get; }

    /// <summary>The script block that runs; null for a handler that is C# code.</summary>
    public ScriptBlock? ScriptBlock => Script?.Block;

    /// <summary>The delegate that is called.</summary>
    [Hidden]
    public TelemetryHandler Handler => _registration.Handler;

    /// <summary>The object passed to the handler on each call.</summary>
    public object? Config => _registration.Config;

    /// <summary>The state of the handler as text; a failing one stands out even without colours.</summary>
    [Hidden]
    public string StateText => State == TelemetryHandlerState.Failing ? $"! {State}" : State.ToString();

    /// <summary>The average time of a call as text; null if there was none.</summary>
    [Hidden]
    public string? MeanTimeText => OfCalls(MeanTime);

    /// <summary>The time of the longest call as text; null if there was none.</summary>
    [Hidden]
    public string? LongestTimeText => OfCalls(LongestTime);

    /// <summary>The total time of its calls as text; null if there was none.</summary>
    [Hidden]
    public string? TotalTimeText => OfCalls(TotalTime);

    /// <summary>The method that is called, as text; null for a script block.</summary>
    [Hidden]
    public string? MethodText => Script is null ? $"{Handler.Method.DeclaringType}.{Handler.Method.Name}" : null;

    private ScriptHandler? Script => _registration.Handler.Target as ScriptHandler;

    internal static IEnumerable<ScriptHandlerInfo> Of(HandlerRegistration registration) =>
        registration.Patterns.Select(pattern => new ScriptHandlerInfo(registration, pattern));

    private string? OfCalls(TimeSpan? time) => Calls > 0 ? DurationText.Of(time) : null;

    /// <summary>Returns the id and the event.</summary>
    public override string ToString() => $"{Id} ({EventName})";
}
