using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The handler of one trace, for as long as the trace runs, and the events that it got.</summary>
/// <param name="capacity">How many events wait at most to be taken.</param>
internal sealed class EventTrace(int capacity) : IDisposable
{
    private static int s_lastNumber;

    private readonly TraceQueue _queue = new(capacity);
    private HandlerRegistration? _registration;

    /// <summary>How many events were dropped because too many waited.</summary>
    internal long Dropped => _queue.Dropped;

    /// <summary>Whether the handler is registered, and nobody has unregistered it meanwhile.</summary>
    internal bool IsAttached => _registration is { IsAttached: true };

    /// <summary>Registers the handler. It leaves with the session, if it is there still then.</summary>
    /// <param name="patterns">Which events it gets.</param>
    /// <param name="cmdlet">The cmdlet that traces.</param>
    internal void Start(IReadOnlyList<EventPattern> patterns, PSCmdlet cmdlet)
    {
        HandlerRegistration? registration;
        while (!TelemetryDispatcher.Default.TryAttachMany(NextId(), patterns, _queue.Add, null, null, out registration))
        {
            // Someone has a handler of that id.
        }

        _registration = registration;
        registration.Detached += (_, _) => _queue.End();
        if (!registration.IsAttached)
        {
            _queue.End();
        }

        var session = HandlerSession.OfThisThread(cmdlet.Host, cmdlet.SessionState);
        session.Handlers.Add(registration);
        session.DetachIfClosed();
    }

    /// <summary>Takes the next event; waits for one until the trace has ended.</summary>
    /// <returns>Whether there was one; if not, none will come.</returns>
    internal bool TryTake([NotNullWhen(true)] out TracedEvent? next) => _queue.TryTake(out next);

    /// <summary>Ends the trace, without what waits to be taken. Called from the thread that stops the pipeline.</summary>
    internal void Stop() => _queue.Stop();

    /// <summary>Unregisters the handler. What waits can still be taken; nothing more comes in.</summary>
    internal void Detach()
    {
        _queue.End();
        _registration?.Dispose();
    }

    /// <summary>Unregisters the handler, and lets go of what waits: the session remembers the handler for a while.</summary>
    public void Dispose()
    {
        _queue.Stop();
        _registration?.Dispose();
    }

    private static string NextId() =>
        FormattableString.Invariant($"telemetry-trace-{Interlocked.Increment(ref s_lastNumber)}");
}
