using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The handler of one trace, registered as long as the trace runs, and the events that it received.</summary>
/// <param name="capacity">The maximum number of events that wait to be taken.</param>
internal sealed class EventTrace(int capacity) : IDisposable
{
    private readonly TraceQueue _queue = new(capacity);
    private Action? _onAdded;
    private HandlerRegistration? _registration;

    /// <summary>The number of events that were dropped because too many waited.</summary>
    internal long Dropped => _queue.Dropped;

    /// <summary>Whether the handler is registered, and has not been unregistered meanwhile.</summary>
    internal bool IsAttached => _registration is { IsAttached: true };

    /// <summary>Registers the handler. It is unregistered when its session closes, if it is still registered then.</summary>
    /// <param name="patterns">The patterns of the events that the handler receives.</param>
    /// <param name="cmdlet">The cmdlet that traces.</param>
    /// <param name="options">The options of the handler; null for the defaults.</param>
    /// <param name="onAdded">Called after each event, on the thread that emits it; or null.</param>
    internal void Start(
        IReadOnlyList<EventPattern> patterns, PSCmdlet cmdlet, HandlerOptions? options = null, Action? onAdded = null)
    {
        _onAdded = onAdded;
        HandlerRegistration registration = TemporaryHandler.Register("telemetry-trace", patterns, Handle, cmdlet, options);
        _registration = registration;
        registration.Detached += (_, _) => _queue.End();
        if (!registration.IsAttached)
        {
            _queue.End();
        }
    }

    /// <summary>Takes the next event; waits for one until the trace has ended.</summary>
    /// <returns>Whether an event was taken; if not, no more events will come.</returns>
    internal bool TryTake([NotNullWhen(true)] out TracedEvent? next) => _queue.TryTake(out next);

    /// <summary>Takes the next event; waits for one for a limited time.</summary>
    /// <returns>Whether an event was taken.</returns>
    internal bool TryTake(TimeSpan timeout, [NotNullWhen(true)] out TracedEvent? next) => _queue.TryTake(timeout, out next);

    /// <summary>Ends the trace and drops the waiting events. Called from the thread that stops the pipeline.</summary>
    internal void Stop() => _queue.Stop();

    /// <summary>Unregisters the handler. The waiting events can still be taken; no events are added.</summary>
    internal void Detach()
    {
        _queue.End();
        _registration?.Dispose();
    }

    /// <summary>Unregisters the handler and releases the waiting events, because the session remembers the handler for a
    /// while.</summary>
    public void Dispose()
    {
        _queue.Stop();
        _registration?.Dispose();
    }

    private void Handle(in EventData data, object? config)
    {
        _queue.Add(in data, config);
        _onAdded?.Invoke();
    }
}
