namespace Telemetry.Polling;

/// <summary>Waits that end in time.</summary>
internal static class PollWait
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Returns a timeout that waits can be given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is out of range.</exception>
    internal static TimeSpan Require(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? s_longest
        : timeout >= TimeSpan.Zero && timeout <= s_longest ? timeout
        : throw new ArgumentOutOfRangeException(
            nameof(timeout), timeout, "Use zero or more and up to 24 days, or Timeout.InfiniteTimeSpan.");

    /// <summary>Waits for a result; false if it does not come in time.</summary>
    internal static async Task<bool> ForAsync(Task<bool> task, TimeSpan timeout)
    {
        if (!task.IsCompleted)
        {
            // Cancelled afterwards, as a long delay would be kept until its end.
            using var isOver = new CancellationTokenSource();
            await Task.WhenAny(task, Task.Delay(timeout, isOver.Token)).ConfigureAwait(false);
            isOver.Cancel();
        }

        return task.IsCompleted && await task.ConfigureAwait(false);
    }
}
