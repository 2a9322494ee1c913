using System.Runtime.ExceptionServices;

namespace Telemetry;

/// <summary>
/// The reports of failures on one thread, made one after the other: a handler that fails during a report is reported when that
/// report is complete. Nested reports of ten thousand failing handlers of the failure event would overflow the stack.
/// </summary>
/// <remarks>
/// <para>The reports always end. A handler that is kept, and fails again because its failure is reported, is reported once. Code
/// that is notified of a failure may attach the failed handler again and emit its event again. Such relapses are counted: if
/// <see cref="ThreadState.MaxDepth"/> of them led to one another, an emit of an event at which one of them failed is refused, as
/// in any recursion. After twice that number of relapses, whatever led to them, a further one causes no emit: it is not reported
/// by the failure event, and emits by code that is notified of it are refused.</para>
/// <para>Reports are made as if no handler were running. Otherwise a handler that is called for a report would fail for the
/// recursion of the handler that is reported.</para>
/// </remarks>
internal sealed class FailureReports
{
    private readonly Queue<FailureReport> _open = new();
    private readonly long _lastAttachedBefore;

    // The reported handlers that stay attached.
    private HashSet<object>? _kept;
    private FailureReport? _current;
    private int _relapses;
    private ExceptionDispatchInfo? _passing;

    private FailureReports(long lastAttachedBefore) => _lastAttachedBefore = lastAttachedBefore;

    /// <summary>Makes a report: at once, or after the one that this thread is making.</summary>
    /// <param name="report">The report.</param>
    /// <param name="lastAttached">The position in attach order of the handler that was attached last.</param>
    internal static void Add(FailureReport report, long lastAttached)
    {
        if (ThreadState.OfThisThread.Reports is { } open)
        {
            open.Enqueue(report);
            return;
        }

        var reports = new FailureReports(lastAttached);
        reports.Enqueue(report);
        ThreadState.RunReports(reports);
    }

    /// <summary>Determines whether to refuse an emit by code that is notified of a failure: it would lead to the same failure
    /// again, after too many relapses.</summary>
    internal bool Refuses(in EmittedEvent emitted) => _current is { } current
        && ((current.Generation >= ThreadState.MaxDepth && current.ComesFrom(in emitted)) || current.IsBeyondLimit);

    internal void RunAll()
    {
        while (_open.Count > 0)
        {
            FailureReport report = _current = _open.Dequeue();
            RunStep(() => report.NotifyOfDetaching(), depth: 1);
            if (_passing is null && !report.IsBeyondLimit)
            {
                RunStep(() => report.Emit(), depth: 0);
            }

            RunStep(() => report.Announce(), depth: 1);
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

    /// <summary>Runs one step of a report. After an exception of the host, the failures that remain are still
    /// announced.</summary>
    /// <param name="step">The step.</param>
    /// <param name="depth">One for calls of subscribers, whose emits are refused as those of handlers are; otherwise
    /// zero.</param>
    private void RunStep(Action step, int depth)
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
