namespace Telemetry;

/// <summary>A callback for the end of the process. Disposing it removes the callback.</summary>
internal sealed class ProcessEndCallback(
    ProcessEndStage stage, TimeSpan timeout, Action<CancellationToken> callback, Action<ProcessEndCallback> remove) : IDisposable
{
    // Held during a call: a callback that did not end in time is not called again while it runs.
    private readonly object _calling = new();

    internal ProcessEndStage Stage => stage;

    /// <summary>Starts the callback on its own thread.</summary>
    /// <returns>A function that waits until the callback returns or the timeout is over.</returns>
    internal Action Begin()
    {
        // Not disposed, as the callback may use the token after the timeout.
        var cancellation = new CancellationTokenSource();
        TimeSpan deadline = MonotonicTime.Now + timeout;
        Thread thread = BackgroundThread.Start(() => Call(cancellation.Token));
        return () =>
        {
            TimeSpan left = deadline - MonotonicTime.Now;
            if (!thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                // On another thread, as this one must not wait for the callbacks of the token.
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
