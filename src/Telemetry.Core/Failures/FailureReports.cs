using System.Runtime.ExceptionServices;

namespace Telemetry;

/// <summary>
/// The reports of failures on one thread, made one after the other: a handler that fails during a report is reported when that
/// one is done. Nested, ten thousand failing handlers of the failure event would overflow the stack.
/// </summary>
/// <remarks>
/// <para>It always ends. A handler that is kept, and fails again because its failure is reported, is reported once. Code that is
/// notified of a failure may attach the failed handler again and emit its event again: such relapses are counted. Where
/// <see cref="ThreadState.MaxDepth"/> of them led to one another, an emit of an event at which one of them failed is refused, as
/// in any circle. After twice that number, however they came about, no further relapse gives rise to an emit: it is not reported
/// by the failure event, and emits of code that is notified of it are refused.</para>
/// <para>Reports are made as if no handler were running: a handler that is called for a report must not be failed for the
/// recursion of the handler that failed.</para>
/// </remarks>
internal sealed class FailureReports
{
    private readonly Queue<FailureReport> _open = new();
    private readonly long _lastAttachedBefore;

    // The handlers among those reported that stay attached.
    private HashSet<object>? _kept;
    private FailureReport? _current;
    private int _relapses;
    private ExceptionDispatchInfo? _passing;

    private FailureReports(long lastAttachedBefore) => _lastAttachedBefore = lastAttachedBefore;

    /// <summary>Makes a report: at once, or when the one that is being made on this thread is done.</summary>
    /// <param name="report">The report.</param>
    /// <param name="lastAttached">The place of the last handler in attach order.</param>
    internal static void Add(FailureReport report, long lastAttached)
    {
        if (ThreadState.OfThisThread.Reports is { } open)
        {
            open.Enqueue(report);
            return;
        }

        var reports = new FailureReports(lastAttached);
        reports.Enqueue(report);
        ThreadState.RunApart(reports);
    }

    /// <summary>Whether an emit by code that is notified of a failure would lead to the same failure again, and has done so often
    /// enough.</summary>
    internal bool Refuses(in EmittedEvent emitted) => _current is { } current
        && ((current.Generation >= ThreadState.MaxDepth && current.ComesFrom(in emitted)) || current.IsBeyondLimit);

    internal void MakeAll()
    {
        while (_open.Count > 0)
        {
            FailureReport report = _current = _open.Dequeue();
            Make(() => report.NotifyOfDetaching(), depth: 1);
            if (_passing is null && !report.IsBeyondLimit)
            {
                Make(() => report.Emit(), depth: 0);
            }

            Make(() => report.Announce(), depth: 1);
        }

        _passing?.Throw();
    }

    private void Enqueue(FailureReport report)
    {
        _current?.OnFailed(report);
        if (report.WasDetached || (_kept ??= []).Add(report.Handler))
        {
            bool isRelapse = report.AttachOrder > _lastAttachedBefore;
            report.SetCause(_current, isRelapse ? ++_relapses : 0);
            _open.Enqueue(report);
        }
        else
        {
            report.Log();
        }
    }

    /// <summary>Takes one step of a report. Where an exception of the host ends it, the failures that are left are still
    /// announced.</summary>
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
