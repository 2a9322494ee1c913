using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Stops a pipeline that runs on another thread: the one that creates this object.</summary>
internal sealed class PipelineStop(PowerShell pipeline)
{
    private const int RetryMilliseconds = 20;

    private readonly object _gate = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private bool _hasEnded;

    /// <summary>Stops the pipeline, and returns when it has ended, which may be never. Does nothing on the thread of the pipeline, which
    /// has not begun then.</summary>
    // The engine forgets a stop that comes at the moment at which the pipeline begins.
    internal void Request()
    {
        bool hasEnded = Thread.CurrentThread == _thread;
        while (!hasEnded)
        {
            pipeline.Stop();
            lock (_gate)
            {
                hasEnded = _hasEnded || (Monitor.Wait(_gate, RetryMilliseconds) && _hasEnded);
            }
        }
    }

    /// <summary>Called on the thread of the pipeline, after its end.</summary>
    internal void OnEnded()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
    }
}
