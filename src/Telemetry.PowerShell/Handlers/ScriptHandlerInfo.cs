using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An entry of the list of handlers, as Get-TelemetryHandler writes it: a handler with one of its events or patterns. Calls,
/// failures and times are those of the event or pattern; the state, the last failure and the buffer are those of the handler. All are
/// read from the handler when they are asked for.</summary>
public sealed class ScriptHandlerInfo
{
    private readonly HandlerRegistration _registration;
    private readonly EventPattern _pattern;

    internal ScriptHandlerInfo(HandlerRegistration registration, EventPattern pattern)
    {
        _registration = registration;
        EventName = pattern.ToString();
        _pattern = pattern;
    }

    /// <summary>The id of the handler.</summary>
    public string Id => _registration.Id;

    /// <summary>The event or pattern for which it is registered.</summary>
    public string EventName { get; }

    /// <summary>The state of the handler.</summary>
    public TelemetryHandlerState State => !_registration.IsAttached ? TelemetryHandlerState.Unregistered
        : _registration.FailuresInARow > 0 ? TelemetryHandlerState.Failing
        : TelemetryHandlerState.Registered;

    /// <summary>The number of calls for this event or pattern, including those that failed; null for C# code that is not
    /// counted.</summary>
    public long? Calls => Statistics?.Calls;

    /// <summary>The number of failures at this event or pattern; null for C# code that is not counted.</summary>
    public long? Failures => Statistics?.Failures;

    /// <summary>The total time of these calls; null for C# code that is not timed.</summary>
    public TimeSpan? TotalTime => Statistics?.TotalTime;

    /// <summary>The average time of these calls; null for C# code that is not timed.</summary>
    public TimeSpan? MeanTime => Statistics?.MeanTime;

    /// <summary>The time of the longest of these calls; null for C# code that is not timed.</summary>
    public TimeSpan? LongestTime => Statistics?.LongestTime;

    /// <summary>The local time at which the last of these calls ended; null if there was none.</summary>
    public DateTime? LastRun => Statistics?.LastRun?.ToLocalTime();

    /// <summary>The reason for the last failure, as text; null if the handler never failed.</summary>
    public string? LastError => LastFailure is { } failure ? PlainText.Of(failure.Message) : null;

    /// <summary>The last failure: its time, event, error and place in the script; null where the handler never failed.</summary>
    public FailureSummary? LastFailure => _registration.LastFailure;

    /// <summary>The failure policy: <c>Detach</c>, <c>Keep</c>, or <c>DetachAfter(3)</c>.</summary>
    public FailurePolicy FailurePolicy => _registration.Options.FailurePolicy;

    /// <summary>The origin of the events that reach the handler; null for C# code, which events reach from
    /// everywhere.</summary>
    public TelemetryHandlerScope? Scope => Script?.Scope;

    /// <summary>The events that reach the handler: the conditions as a table, or the script block; null for all. The filter of C# code
    /// is shown as its delegate.</summary>
    public object? Where => ScriptFilter.Of(Options)?.Block
        ?? ScriptConditions.TableOf(Options.Where)
        ?? (Script is null ? Options.Filter : (object?)null);

    /// <summary>The conditions of which none may hold, as a table; null for none.</summary>
    public object? WhereNot => ScriptConditions.TableOf(Options.WhereNot);

    /// <summary>Whether the handler is called once at most.</summary>
    public bool Once => Options.Once;

    /// <summary>The shortest time from one call to the next; null if there is no limit.</summary>
    public TimeSpan? Throttle => Options.Throttle > TimeSpan.Zero ? Options.Throttle : null;

    /// <summary>The keys for whose values <see cref="Throttle"/> applies separately; null for none.</summary>
    public string[]? ThrottleBy => Options.ThrottleBy.Count > 0 ? [.. Options.ThrottleBy] : null;

    /// <summary>The number of events of this name or pattern that the conditions or the filter rejected; null for C# code that is not
    /// counted.</summary>
    public long? Filtered => Statistics?.Filtered;

    /// <summary>The number of events of this name or pattern that came too soon after a call; null for C# code that is not
    /// counted.</summary>
    public long? Throttled => Statistics?.Throttled;

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

    /// <summary>The conditions or the filter as text; null for none.</summary>
    [Hidden]
    public string? WhereText => TextOf(Where);

    /// <summary>The conditions of which none may hold as text; null for none.</summary>
    [Hidden]
    public string? WhereNotText => TextOf(WhereNot);

    /// <summary>The shortest time between two calls as text, with its keys; null if there is no limit.</summary>
    [Hidden]
    public string? ThrottleText => Throttle is null ? null
        : ThrottleBy is { } keys ? $"{DurationText.Of(Throttle)} for each {string.Join(", ", keys)}"
        : DurationText.Of(Throttle);

    /// <summary>The method that is called, as text; null for a script block.</summary>
    [Hidden]
    public string? MethodText => Script is null ? $"{Handler.Method.DeclaringType}.{Handler.Method.Name}" : null;

    private HandlerOptions Options => _registration.Options;

    private ScriptHandler? Script => _registration.Handler.Target as ScriptHandler;

    private HandlerStatistics? Statistics => _registration.GetStatistics(_pattern);

    internal static IEnumerable<ScriptHandlerInfo> Of(HandlerRegistration registration) =>
        registration.Patterns.Select(pattern => new ScriptHandlerInfo(registration, pattern));

    private static string? TextOf(object? filter) => filter switch
    {
        null => null,
        IDictionary table => FieldText.Of(table),
        ScriptBlock block => OneLine.Of($"{{{block}}}"),
        _ => filter.ToString(),
    };

    private string? OfCalls(TimeSpan? time) => Calls > 0 ? DurationText.Of(time) : null;

    /// <summary>Returns the id and the event.</summary>
    public override string ToString() => $"{Id} ({EventName})";
}
