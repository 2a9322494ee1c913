using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Events that a cmdlet writes as they are emitted, until it is stopped.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="convert">Returns the object to write for an event.</param>
internal sealed class LiveTrace(PSCmdlet cmdlet, Func<TracedEvent, object> convert) : IDisposable
{
    // Seconds of events, even from a busy emitter, in a few megabytes.
    private const int MaxWaiting = 10_000;

    private readonly EventTrace _trace = new(MaxWaiting);
    private bool _hasTold;

    internal void Run(IReadOnlyList<EventPattern> patterns)
    {
        _trace.Start(patterns, cmdlet);
        while (_trace.TryTake(out TracedEvent? next))
        {
            TellOfDropped();
            cmdlet.WriteObject(convert(next));
        }

        if (!_trace.IsAttached)
        {
            string leftOut = _trace.Dropped > 0 ? $" {_trace.Dropped} events were left out." : string.Empty;
            cmdlet.WriteWarning($"The trace has ended: its handler was unregistered.{leftOut}");
        }
    }

    /// <summary>Ends the trace. Called from the thread that stops the pipeline.</summary>
    internal void Stop() => _trace.Stop();

    /// <summary>Unregisters the handler.</summary>
    public void Dispose() => _trace.Dispose();

    // As soon as it is noticed, because most traces end by being stopped, after which no warning can be written.
    private void TellOfDropped()
    {
        if (!_hasTold && _trace.Dropped > 0)
        {
            _hasTold = true;
            cmdlet.WriteWarning(
                $"Events come faster than they are written here: {_trace.Dropped} were left out so far, and more may be. "
                + "Name fewer events with -EventName, or let the command at the end of the pipeline do less.");
        }
    }
}
