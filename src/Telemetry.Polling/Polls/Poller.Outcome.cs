using System.Diagnostics;

namespace Telemetry.Polling;

/// <content>The ends of runs and polls.</content>
public sealed partial class Poller
{
    private const int LongestBackOff = 5;

    internal Task<bool> RemoveAsync(Poll poll, TimeSpan timeout)
    {
        EndOverdue();
        TaskCompletionSource<bool> removal;
        PollRun run;
        lock (Gate)
        {
            Unlist(poll);
            if (poll.Current is null || PollFlow.Current == poll.Current)
            {
                return Task.FromResult(poll.Hung is null);
            }

            if (poll.Removal is not null)
            {
                return PollWait.ForAsync(poll.Removal, timeout);
            }

            run = poll.Current;
            run.IsInterrupted = true;
            removal = NewRequest();
            poll.Removal = removal.Task;
        }

        BackgroundThread.Start(() => removal.SetResult(Interrupt(run, timeout)), $"Telemetry poll {poll.Name}: removal");
        return removal.Task;
    }

    /// <summary>Takes a poll off the list, so that no run begins any more.</summary>
    private void Unlist(Poll poll)
    {
        if (!poll.IsRemoved)
        {
            poll.IsRemoved = true;
            _polls.Remove(poll.Name);
            poll.Request?.SetResult(false);
            poll.Request = null;
            Monitor.PulseAll(Gate);
        }
    }

    private bool Interrupt(PollRun run, TimeSpan timeout)
    {
        run.Cancel();
        TimeSpan deadline = PollClock.Now + timeout;
        lock (Gate)
        {
            while (run.Poll.Current == run && PollClock.Left(deadline, PollClock.Now) is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(Gate, left);
            }
        }

        Abandon(run);
        return !run.IsAbandoned;
    }

    /// <summary>Abandons a run, unless it has ended: the other polls go on on a new thread.</summary>
    private void Abandon(PollRun run)
    {
        TaskCompletionSource<bool>? request;
        lock (Gate)
        {
            if (run.Poll.Current != run)
            {
                return;
            }

            run.IsAbandoned = true;
            run.Poll.Current = null;
            run.Poll.Hung = run;
            _current = null;
            _watch?.Clear();
            request = run.Request;
            run.Request = null;
            run.Poll.Request?.SetResult(false);
            run.Poll.Request = null;
            _worker = PollerWorker.Start(this, worker =>
            {
                RunInFlow(run, EndAbandoned);
                request?.SetResult(false);
                Work(worker);
            });
            Monitor.PulseAll(Gate);
        }
    }

    private void EndAbandoned(PollRun run)
    {
        if (!End(run, exception: null, isAbandoned: true))
        {
            Raise(Noticed, new PollNotice(
                run.Poll,
                $"A run of poll '{run.Poll.Name}' was abandoned: a handler of its last event or a subscriber of the poller does not end."));
        }
    }

    /// <summary>Sets the outcome of a run, unless it is set, and reports it.</summary>
    /// <returns>Whether this call set it.</returns>
    private bool End(PollRun run, Exception? exception, bool isAbandoned)
    {
        Poll poll = run.Poll;
        PollStatus before;
        PollStatus after;
        lock (Gate)
        {
            // The outcome of a run that was abandoned is set by the thread that took the place of its own.
            if (run.IsAbandoned != isAbandoned || !run.TrySetOutcome(exception))
            {
                return false;
            }

            before = poll.Status;
            after = poll.Status = run.Succeeded ? before.AfterSuccess(run)
                : run.IsInterrupted ? before.AfterRun(run)
                : before.AfterFailure(run, TextOf(run.Exception!));
            if (after.Failures > before.Failures && poll.FailurePolicy == PollFailurePolicy.Detach)
            {
                Unlist(poll);
            }
        }

        PollerThread.Guard(() =>
        {
            KeyValuePair<string, MetadataValue>[] identity = [new("poll", poll.Name)];
            _ = run.Exception is { } reason ? run.Span?.Fail(reason) : run.Span?.Stop([new("emitted", run.Emitted)], identity);
        });
        Raise(RunEnded, run);
        NoticeChange(run, before, after);
        return true;
    }

    /// <summary>Ends the time in which a run is under way.</summary>
    private void Leave(PollRun run)
    {
        Poll poll = run.Poll;
        run.IsUnderWay = false;
        if (poll.Current == run)
        {
            poll.Current = null;
            _current = null;
            _watch?.Clear();
            run.Request?.SetResult(run.Succeeded);
            run.Request = null;
        }
        else if (poll.Hung == run)
        {
            poll.Hung = null;
        }
        else
        {
            return;
        }

        int intervals = Math.Min(Math.Max(poll.Status.FailuresInARow, 1), LongestBackOff);
        long missed = poll.Schedule?.Advance(PollClock.Now, intervals) ?? 0;
        if (missed > 0)
        {
            poll.Status = poll.Status with { Missed = poll.Status.Missed + missed };
        }

        Monitor.PulseAll(Gate);
    }

    private void NoticeChange(PollRun run, PollStatus before, PollStatus after)
    {
        Poll poll = run.Poll;
        string? message =
            run.IsAbandoned && run.IsInterrupted
                ? $"The last run of poll '{poll.Name}' did not end in time after the poll was removed, and was abandoned."
            : after.Failures > before.Failures && poll.FailurePolicy == PollFailurePolicy.Detach
                ? $"Poll '{poll.Name}' failed and was removed: {after.LastError}."
            : run.IsAbandoned && !before.HasAbandoned
                ? $"A run of poll '{poll.Name}' was abandoned: {after.LastError}, and went on when it was cancelled. The poll runs again"
                    + " when that run has ended."
            : before.FailuresInARow == 0 && after.FailuresInARow > 0 ? $"Poll '{poll.Name}' failed: {after.LastError}. It continues to try."
            : before.FailuresInARow > 0 && after.FailuresInARow == 0
                ? $"Poll '{poll.Name}' succeeds again, after {Times(before.FailuresInARow)}."
            : null;
        if (message is not null)
        {
            bool isRecovery = before.FailuresInARow > 0 && after.FailuresInARow == 0;
            Raise(Noticed, new PollNotice(poll, message, run.Exception, isRecovery));
        }
    }

    private static string Times(int failures) => failures == 1 ? "1 failure" : $"{failures} failures";

    private static string TextOf(Exception exception)
    {
        try
        {
            return exception.Message.TrimEnd('.', ' ', '\r', '\n');
        }
        catch (Exception e)
        {
            // The message of an exception is code of others, too.
            return $"{exception.GetType()} ({e.GetType()} in its message)";
        }
    }

    private void Raise<T>(EventHandler<T>? subscribers, T argument)
    {
        foreach (Delegate subscriber in subscribers?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<T>)subscriber)(this, argument);
            }
            catch (Exception e)
            {
                Trace.TraceWarning($"A subscriber of a poller failed: {e.GetType()}");
            }
        }
    }
}
