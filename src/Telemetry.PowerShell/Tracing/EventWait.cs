using System.Diagnostics;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A wait for events. It receives them from its start, and does not miss those that are emitted before the caller
/// waits.</summary>
/// <param name="cmdlet">The cmdlet that waits.</param>
/// <param name="timeout">The time to wait for all events.</param>
internal sealed class EventWait(PSCmdlet cmdlet, TimeSpan timeout) : IDisposable
{
    // The session runs the actions of its events in between, as often as Wait-Event lets it.
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    // Without a limit, because a condition may reject any number of events before the one that is waited for.
    private readonly EventTrace _trace = new(int.MaxValue);
    private readonly Stopwatch _watch = new();
    private readonly SessionActions _actions = new(cmdlet);
    private volatile bool _isStopped;

    /// <summary>Whether the pipeline is being stopped.</summary>
    internal bool IsStopped => _isStopped;

    /// <summary>Whether the handler was unregistered, so that no more events come.</summary>
    internal bool IsOver => !_trace.IsAttached;

    /// <summary>Begins to receive events.</summary>
    internal void Start(IReadOnlyList<EventPattern> patterns, HandlerOptions options) => _trace.Start(patterns, cmdlet, options);

    /// <summary>Begins to count the time of the wait.</summary>
    internal void StartTimeout() => _watch.Start();

    /// <summary>Takes the next event; waits until one comes, the time is over, or the wait ends otherwise.</summary>
    /// <returns>The event; null if none came.</returns>
    internal TracedEvent? Next()
    {
        while (true)
        {
            TimeSpan left = TimeLeft;
            if (_trace.TryTake(left < s_step ? left : s_step, out TracedEvent? next))
            {
                return next;
            }

            if (_isStopped || IsOver || TimeLeft == TimeSpan.Zero)
            {
                return null;
            }

            _actions.Run();
        }
    }

    /// <summary>Ends the wait. Called from the thread that stops the pipeline.</summary>
    internal void Stop()
    {
        _isStopped = true;
        _trace.Stop();
    }

    /// <summary>Unregisters the handler. Called when the pipeline is over, however it ended.</summary>
    public void Dispose() => _trace.Dispose();

    private TimeSpan TimeLeft => timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue
        : timeout > _watch.Elapsed ? timeout - _watch.Elapsed
        : TimeSpan.Zero;
}
