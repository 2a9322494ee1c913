using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Continues in the thread pool, whatever the synchronization context of the thread.</summary>
internal readonly struct PoolYield : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public PoolYield GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(static next => ((Action)next!)(), continuation);

    public void UnsafeOnCompleted(Action continuation) =>
        ThreadPool.UnsafeQueueUserWorkItem(static next => ((Action)next!)(), continuation);
}
