namespace Telemetry.Reporters;

/// <summary>Calls a function when the time for something is over, while all threads of the pool are blocked, too.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly object _gate = new();
    private bool _isDisposed;

    /// <summary>Starts the time. Disposing the result ends it.</summary>
    internal static Deadline Start(TimeSpan time, Action isOver)
    {
        var deadline = new Deadline();
        BackgroundThread.Start(() => deadline.Wait(time, isOver), "Telemetry deadline");
        return deadline;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wait(TimeSpan time, Action isOver)
    {
        lock (_gate)
        {
            if (_isDisposed || (Monitor.Wait(_gate, time) && _isDisposed))
            {
                return;
            }
        }

        isOver();
    }
}
