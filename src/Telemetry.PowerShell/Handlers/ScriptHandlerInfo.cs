using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An entry of the list of handlers, as Get-TelemetryHandler writes it: a handler with one of its events or patterns, at
/// one moment. Calls, failures and times are those of the event or pattern. The state, the last failure and the buffer are those of
/// the handler.</summary>
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
        HandlerStatistics? calls = registration.GetStatistics(pattern);
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

    /// <summary>The event it is registered for, or the pattern.</summary>
    public string EventName { get; }

    /// <summary>How the handler stands.</summary>
    public TelemetryHandlerState State { get; }

    /// <summary>The number of calls for this event or pattern, including those that failed; null for C# code that is not
    /// counted.</summary>
    public long? Calls { get; }

    /// <summary>The number of failures at this event or pattern; null for C# code that is not counted.</summary>
    public long? Failures { get; }

    /// <summary>The total time of these calls; null for C# code that is not timed.</summary>
    public TimeSpan? TotalTime { get; }

    /// <summary>The average time of these calls; null for C# code that is not timed.</summary>
    public TimeSpan? MeanTime { get; }

    /// <summary>The time of the longest of these calls; null for C# code that is not timed.</summary>
    public TimeSpan? LongestTime { get; }

    /// <summary>The time at which the last of these calls ended, in local time; null if there was none.</summary>
    public DateTime? LastRun { get; }

    /// <summary>The reason of the last failure, in words; null where the handler never failed.</summary>
    public string? LastError => LastFailure is { } failure ? PlainText.Of(failure.Message) : null;

    /// <summary>The last failure: its time, event, error and place in the script; null where the handler never failed.</summary>
    public FailureSummary? LastFailure { get; }

    /// <summary>What becomes of it when it fails: <c>Detach</c>, <c>Keep</c>, or <c>DetachAfter(3)</c>.</summary>
    public FailurePolicy FailurePolicy => _registration.Options.FailurePolicy;

    /// <summary>From where events reach it; null for C# code, which they reach from everywhere.</summary>
    public TelemetryHandlerScope? Scope => Script?.Scope;

    /// <summary>How many events can wait for it; null where it has no buffer.</summary>
    public int? Capacity => _registration.Options.Buffer?.Capacity;

    /// <summary>The time that unregistering waits for what is queued; null where it has no buffer.</summary>
    public TimeSpan? DrainTimeout => _registration.Options.Buffer?.DrainTimeout;

    /// <summary>How many events it was called with out of its buffer; null where it has none.</summary>
    public long? Delivered { get; }

    /// <summary>How many events its buffer dropped; null where it has none.</summary>
    public long? Dropped { get; }

    /// <summary>How many events wait in its buffer, the one it is at counted in; null where it has none.</summary>
    public long? Queued { get; }

    /// <summary>The script block that runs; null for a handler that is C# code.</summary>
    public ScriptBlock? ScriptBlock => Script?.Block;

    /// <summary>The delegate that is called.</summary>
    [Hidden]
    public TelemetryHandler Handler => _registration.Handler;

    /// <summary>What the handler is given at each call.</summary>
    public object? Config => _registration.Config;

    /// <summary>How the handler stands, to be read: one that fails stands out, even where there are no colours.</summary>
    [Hidden]
    public string StateText => State == TelemetryHandlerState.Failing ? $"! {State}" : State.ToString();

    /// <summary>The time that a call took on average, to be read; null where there was none.</summary>
    [Hidden]
    public string? MeanTimeText => OfCalls(MeanTime);

    /// <summary>The time that the longest call took, to be read; null where there was none.</summary>
    [Hidden]
    public string? LongestTimeText => OfCalls(LongestTime);

    /// <summary>The time of all calls, to be read; null where there was none.</summary>
    [Hidden]
    public string? TotalTimeText => OfCalls(TotalTime);

    /// <summary>The method that is called, to be read; null for a script block.</summary>
    [Hidden]
    public string? MethodText => Script is null ? $"{Handler.Method.DeclaringType}.{Handler.Method.Name}" : null;

    private ScriptHandler? Script => _registration.Handler.Target as ScriptHandler;

    internal static IEnumerable<ScriptHandlerInfo> Of(HandlerRegistration registration) =>
        registration.Patterns.Select(pattern => new ScriptHandlerInfo(registration, pattern));

    private string? OfCalls(TimeSpan? time) => Calls > 0 ? DurationText.Of(time) : null;

    /// <summary>The id and the event.</summary>
    public override string ToString() => $"{Id} ({EventName})";
}
