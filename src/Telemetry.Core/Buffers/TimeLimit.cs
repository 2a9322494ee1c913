namespace Telemetry;

/// <summary>Waits with a time limit.</summary>
internal static class TimeLimit
{
    /// <summary>The longest time that a thread or a timer can wait in one call.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Checks a time limit that a user gives, and returns the time to wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    internal static TimeSpan Require(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? Longest
        : IsInRange(timeout) ? timeout
        : throw new ArgumentOutOfRangeException(
            nameof(timeout), timeout, "Use zero or more and up to 24 days, or Timeout.InfiniteTimeSpan.");

    /// <summary>Whether a thread or a timer can wait for a time in one call.</summary>
    internal static bool IsInRange(TimeSpan time) => time >= TimeSpan.Zero && time <= Longest;

    /// <summary>The time until a deadline of <see cref="MonotonicTime"/>, which a thread can wait in one call.</summary>
    internal static TimeSpan Until(TimeSpan deadline)
    {
        TimeSpan left = deadline - MonotonicTime.Now;
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest;
    }

    /// <summary>Waits for a task, which must not fail.</summary>
    /// <returns>Whether it ended in time.</returns>
    internal static async Task<bool> EndsInTimeAsync(Task task, TimeSpan timeout)
    {
        if (!task.IsCompleted && timeout > TimeSpan.Zero)
        {
            // Cancelled, or the timer would keep the task and its caller alive until the limit.
            using var ended = new CancellationTokenSource();
            await Task.WhenAny(task, Task.Delay(timeout, ended.Token)).ConfigureAwait(false);
            ended.Cancel();
        }

        return task.IsCompleted;
    }

    /// <summary>Waits on this thread, also if it is interrupted.</summary>
    /// <param name="wait">The wait. It is repeated if the thread was interrupted meanwhile.</param>
    internal static TResult Uninterrupted<TResult>(Func<TResult> wait) => Uninterrupted(wait, static wait => wait());

    /// <summary>Does the same with a state, so that no delegate is created.</summary>
    // The interruption was meant for the handler, which returned before it waited. It must not lose the queued events.
    internal static TResult Uninterrupted<TState, TResult>(TState state, Func<TState, TResult> wait)
    {
        while (true)
        {
            try
            {
                return wait(state);
            }
            catch (ThreadInterruptedException)
            {
                // It is repeated.
            }
        }
    }
}
