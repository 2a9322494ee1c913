using System.Runtime.ExceptionServices;

namespace Telemetry;

/// <summary>
/// The reports of failures on one thread, made one after the other: a handler that fails in the course of a report is reported
/// when that one is done. Nested, ten thousand failing handlers of the failure event would overflow the stack.
/// </summary>
/// <remarks>
/// <para>It always ends. A handler that is kept, and fails again because its failure is reported, is reported once. What is
/// told of a failure may attach the failed handler again and emit its event again: such relapses are counted. Where
/// <see cref="Emission.MaxDepth"/> of them led to one another, an emit of an event that one of them failed at is refused, as
/// in any circle. After twice that number, however they came about, no further relapse gives rise to an emit: it is neither
/// reported by the failure event, nor can those emit who are told of it.</para>
/// <para>Reports are made as if no handler were running: wherever a handler fails, the handlers of the report must not be
/// failed for the recursion of another.</para>
/// </remarks>
internal sealed class FailureReports
{
    private readonly Queue<FailureReport> _open = new();
    private readonly long _lastAttachedBefore = TelemetryDispatcher.LastSequence;

    // The handlers that are kept among those reported.
    private HashSet<HandlerRegistration>? _kept;
    private FailureReport? _current;
    private int _relapses;
    private ExceptionDispatchInfo? _passing;

    /// <summary>Reports a failure: at once, or when the report that is being made on this thread is done.</summary>
    internal static void Add(TelemetryDispatcher dispatcher, HandlerFailure failure)
    {
        if (ThreadState.OfThisThread.Reports is { } open)
        {
            open.Enqueue(dispatcher, failure);
            return;
        }

        var reports = new FailureReports();
        reports.Enqueue(dispatcher, failure);
        ThreadState.RunApart(reports);
    }

    /// <summary>Whether an emit by what is told of a failure would lead to the same failure again, and has often enough.</summary>
    internal bool Refuses(TelemetryEvent emitted) => _current is { } current
        && ((current.Generation >= Emission.MaxDepth && current.ComesFrom(emitted)) || current.IsBeyondLimit);

    private void Enqueue(TelemetryDispatcher dispatcher, HandlerFailure failure)
    {
        _current?.OnFailed(failure);
        if (failure.WasDetached || (_kept ??= []).Add(failure.Handler))
        {
            bool isRelapse = failure.Handler.Sequence > _lastAttachedBefore;
            _open.Enqueue(new FailureReport(dispatcher, failure, _current, isRelapse ? ++_relapses : 0));
        }
        else
        {
            dispatcher.Log(failure);
        }
    }

    internal void MakeAll()
    {
        while (_open.Count > 0)
        {
            FailureReport report = _current = _open.Dequeue();
            Make(() => report.TellDetached(), depth: 1);
            if (_passing is null && !report.IsBeyondLimit)
            {
                Make(() => report.Emit(), depth: 0);
            }

            Make(() => report.Announce(), depth: 1);
        }

        _passing?.Throw();
    }

    /// <summary>Takes a step of a report. Where the host takes over in the middle of it, what is left is announced at
    /// least.</summary>
    /// <param name="step">The step.</param>
    /// <param name="depth">One for calls of subscribers, whose emits are refused as those of handlers are.</param>
    private void Make(Action step, int depth)
    {
        ThreadState.Depth = depth;
        try
        {
            step();
        }
        catch (Exception e)
        {
            _passing ??= ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            ThreadState.TakeRefusal();
            ThreadState.Depth = 0;
        }
    }
}
