using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An entry of the list of handlers, as Get-TelemetryHandler gives it: one handler at one of its events. State, counts and
/// times are read from the handler when they are asked for, so that an object that is kept shows later calls, too. Counts and times are the handler's as a whole.</summary>
public sealed class ScriptHandlerInfo
{
    private readonly HandlerRegistration _registration;

    internal ScriptHandlerInfo(HandlerRegistration registration, EventPattern pattern)
    {
        _registration = registration;
        EventName = pattern.ToString();
    }

    /// <summary>The id of the handler.</summary>
    public string Id => _registration.Id;

    /// <summary>The event or pattern for which it is registered.</summary>
    public string EventName { get; }

    /// <summary>How the handler stands.</summary>
    public TelemetryHandlerState State => !_registration.IsAttached ? TelemetryHandlerState.Unregistered
        : _registration.FailuresInARow > 0 ? TelemetryHandlerState.Failing
        : TelemetryHandlerState.Registered;

    /// <summary>How often it was called, failures included; null for C# code that is not counted.</summary>
    public long? Calls => _registration.Statistics?.Calls;

    /// <summary>How often it failed; null for C# code that is not counted.</summary>
    public long? Failures => _registration.Statistics?.Failures;

    /// <summary>The time of all its calls; null for C# code that is not timed.</summary>
    public TimeSpan? TotalTime => _registration.Statistics?.TotalTime;

    /// <summary>The time that a call took on average; null for C# code that is not timed.</summary>
    public TimeSpan? MeanTime => _registration.Statistics?.MeanTime;

    /// <summary>The time that the longest call took; null for C# code that is not timed.</summary>
    public TimeSpan? LongestTime => _registration.Statistics?.LongestTime;

    /// <summary>When the last call ended, in local time; null where there was none.</summary>
    public DateTime? LastRun => _registration.Statistics?.LastRun?.ToLocalTime();

    /// <summary>The reason for the last failure, as text; null if the handler never failed.</summary>
    public string? LastError => LastFailure is { } failure ? PlainText.Of(failure.Message) : null;

    /// <summary>The last failure: its time, event, error and place in the script; null where the handler never failed.</summary>
    public FailureSummary? LastFailure => _registration.LastFailure;

    /// <summary>The failure policy: <c>Detach</c>, <c>Keep</c>, or <c>DetachAfter(3)</c>.</summary>
    public FailurePolicy FailurePolicy => _registration.Options.FailurePolicy;

    /// <summary>The origin of the events that reach the handler; null for C# code, which events reach from
    /// everywhere.</summary>
    public TelemetryHandlerScope? Scope => Script?.Scope;

    /// <summary>The number of events that can wait for the handler; null if it has no buffer.</summary>
    public int? Capacity => _registration.Options.Buffer?.Capacity;

    /// <summary>The time that unregistering waits for queued events; null if the handler has no buffer.</summary>
    public TimeSpan? DrainTimeout => _registration.Options.Buffer?.DrainTimeout;

    /// <summary>How many events it was called with out of its buffer; null where it has none.</summary>
    public long? Delivered => _registration.BufferStatistics?.Delivered;

    /// <summary>How many events its buffer dropped; null where it has none.</summary>
    public long? Dropped => _registration.BufferStatistics?.Dropped;

    /// <summary>How many events wait in its buffer, the one it is at counted in; null where it has none.</summary>
    public long? Queued => _registration.BufferStatistics?.Queued;

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
