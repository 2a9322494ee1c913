namespace Telemetry;

/// <summary>A callback for the end of the process, until it is disposed of.</summary>
internal sealed class ProcessEndCallback(
    ProcessEndStage stage, TimeSpan timeout, Action<CancellationToken> callback, Action<ProcessEndCallback> remove) : IDisposable
{
    // Held while it is called: one that did not end in time is not called again meanwhile.
    private readonly object _calling = new();

    internal ProcessEndStage Stage => stage;

    /// <summary>Calls it on a thread of its own.</summary>
    /// <returns>Waits until it returns, or the timeout is over.</returns>
    internal Action Begin()
    {
        // Not disposed of: the callback may use the token after the timeout.
        var cancellation = new CancellationTokenSource();
        TimeSpan deadline = MonotonicTime.Now + timeout;
        Thread thread = BackgroundThread.Start(() => Call(cancellation.Token));
        return () =>
        {
            TimeSpan left = deadline - MonotonicTime.Now;
            if (!thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                // Beside this thread, which must not wait for what the token's callbacks do.
                BackgroundThread.Start(cancellation.Cancel);
            }
        };
    }

    public void Dispose() => remove(this);

    private void Call(CancellationToken cancellation)
    {
        lock (_calling)
        {
            Subscribers.Notify(callback, call => call(cancellation), static _ => true);
        }
    }
}
