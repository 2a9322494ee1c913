namespace Telemetry.Polling;

/// <content>The thread, and the runs on it.</content>
public sealed partial class Poller
{
    // Guarded by the gate, as what is in the other parts of this class.
    private PollerWorker? _worker;
    private PollRun? _current;
    private PollerWatch? _watch;

    /// <summary>Waits, for the end of the process, until no run is under way, and cancels the one that does not end before the
    /// deadline.</summary>
    internal void WaitForRun(TimeSpan deadline)
    {
        PollRun? run;
        lock (Gate)
        {
            while (_current is not null && PollClock.Left(deadline, PollClock.Now) is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(Gate, left);
            }

            run = _current;
            if (run is not null)
            {
                run.IsInterrupted = true;
            }
        }

        run?.Cancel();
    }

    private void Work(PollerWorker worker)
    {
        while (Begin(worker) is { } run)
        {
            RunInFlow(run, Execute);
        }
    }

    /// <summary>Calls a function in the flow of a run. What it sets in the execution context ends with it.</summary>
    private static void RunInFlow(PollRun run, Action<PollRun> call) => ExecutionContext.Run(
        ExecutionContext.Capture()!,
        _ =>
        {
            PollFlow.Enter(run);
            call(run);
        },
        null);

    /// <summary>Waits for a poll that is due or requested, and begins its run.</summary>
    /// <returns>The run; null if there are no polls left, or another thread has the place of this one.</returns>
    private PollRun? Begin(PollerWorker worker)
    {
        lock (Gate)
        {
            while (_worker == worker)
            {
                if (_polls.Count == 0)
                {
                    _worker = null;
                    _watch?.Dispose();
                    _watch = null;
                    PollerList.Remove(this);
                    return null;
                }

                TimeSpan now = PollClock.Now;
                Poll? next = Next(out TimeSpan due);
                if (PollEnd.Left is var pause && pause > TimeSpan.Zero)
                {
                    Monitor.Wait(Gate, PollClock.Left(now + pause, now));
                }
                else if (next is null || due > now)
                {
                    Monitor.Wait(Gate, PollClock.Left(due, now));
                }
                else
                {
                    return Begin(next);
                }
            }

            return null;
        }
    }

    private PollRun Begin(Poll poll)
    {
        var run = new PollRun(poll, poll.Request);
        poll.Request = null;
        poll.Current = run;
        _current = run;
        if (run.Deadline != TimeSpan.MaxValue)
        {
            _watch ??= new PollerWatch(EndOverdue);
            _watch.Set(poll.Timeout);
        }

        return run;
    }

    /// <summary>Returns the poll that is due first, and the time. Of several that waited, that is the one that waited longest, so that
    /// all get their turn.</summary>
    private Poll? Next(out TimeSpan due)
    {
        Poll? next = null;
        due = TimeSpan.MaxValue;
        foreach (Poll poll in _polls.Values)
        {
            TimeSpan ofPoll = poll.Schedule?.Next ?? TimeSpan.MaxValue;
            if (poll.Request is not null && poll.RequestTime < ofPoll)
            {
                ofPoll = poll.RequestTime;
            }

            if (ofPoll < due && poll.Hung is null)
            {
                next = poll;
                due = ofPoll;
            }
        }

        return next;
    }

    private void Execute(PollRun run)
    {
        Raise(RunStarting, run);
        Task? task = null;
        Exception? exception = null;
        if (!run.IsAbandoned)
        {
            KeyValuePair<string, MetadataValue>[] identity = [new("poll", run.Poll.Name)];
            PollerThread.Guard(() => run.Span = _spans.Start(identity));
            try
            {
                using CurrentScope scope = run.Span?.MakeCurrent() ?? default;
                task = run.Poll.Measure(new PollContext(run));
                WaitFor(task, run);
            }
            catch (Exception e)
            {
                exception = e;
            }
        }

        End(run, exception, isAbandoned: false);
        if (run.IsAbandoned)
        {
            // Only if the span started when the outcome was set already.
            PollerThread.Guard(() => run.Span?.Fail(run.Exception ?? new TimeoutException()));
        }

        lock (Gate)
        {
            if (task is null || task.IsCompleted)
            {
                Leave(run);
            }
        }
    }

    /// <summary>Waits until a task has ended, or the run was abandoned.</summary>
    /// <exception cref="Exception">The task failed.</exception>
    private void WaitFor(Task? task, PollRun run)
    {
        if (task is null)
        {
            return;
        }

        if (!task.IsCompleted)
        {
            task.ContinueWith(
                static (ended, state) => ((PollRun)state!).Poll.Poller.OnTaskEnded(ended, (PollRun)state),
                run,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            while (!IsOver(task, run))
            {
                EndOverdue();
            }
        }

        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
        }
    }

    /// <summary>Waits until a task has ended, or the run was abandoned, or the time for it is over.</summary>
    /// <returns>False if the time is over.</returns>
    private bool IsOver(Task task, PollRun run)
    {
        lock (Gate)
        {
            while (!task.IsCompleted && !run.IsAbandoned)
            {
                TimeSpan left = PollClock.Left(run.Deadline, PollClock.Now);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(Gate, left);
            }

            return true;
        }
    }

    private void OnTaskEnded(Task task, PollRun run)
    {
        // Seen here, or it would be reported as one that nobody observed.
        _ = task.Exception;
        lock (Gate)
        {
            if (run.IsAbandoned)
            {
                Leave(run);
            }

            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>Cancels the run whose time is over or, if it was cancelled and did not end, abandons it. Called by a timer and,
    /// because a pool whose threads are all blocked delays timers, by all who wait for runs.</summary>
    private void EndOverdue()
    {
        PollRun? run;
        bool wasCancelled;
        lock (Gate)
        {
            run = _current;
            TimeSpan now = PollClock.Now;
            if (run is null || run.Deadline == TimeSpan.MaxValue)
            {
                return;
            }

            if (run.Deadline > now)
            {
                _watch?.Set(run.Deadline - now);
                return;
            }

            wasCancelled = run.IsTimedOut;
            if (!wasCancelled)
            {
                run.IsTimedOut = true;
                run.Deadline = now + Grace;
                _watch?.Set(Grace);
            }
        }

        if (!wasCancelled)
        {
            run.Cancel();
        }
        else
        {
            Abandon(run);
        }
    }
}
