namespace Telemetry.Benchmarks.Support;

/// <summary>A thread that does the same again whenever it is asked to, beside the thread that asks.</summary>
internal sealed class SecondThread : IDisposable
{
    private readonly Barrier _barrier = new(2);
    private readonly Thread _thread;
    private bool _isDone;

    internal SecondThread(Action work)
    {
        _thread = new Thread(() => Run(work)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs something on this thread while the other one does its work, and returns when both are done.</summary>
    internal void RunBeside(Action work)
    {
        _barrier.SignalAndWait();
        work();
        _barrier.SignalAndWait();
    }

    public void Dispose()
    {
        _isDone = true;
        _barrier.SignalAndWait();
        _thread.Join();
        _barrier.Dispose();
    }

    // The barrier orders the flag's write before its read.
    private void Run(Action work)
    {
        _barrier.SignalAndWait();
        while (!_isDone)
        {
            work();
            _barrier.SignalAndWait();
            _barrier.SignalAndWait();
        }
    }
}
