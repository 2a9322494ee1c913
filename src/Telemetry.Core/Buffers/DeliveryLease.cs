using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>The right to deliver, which one thread or asynchronous method has at a time. It need not be returned by the thread that
/// took it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has nothing to release: its wait handle is not used.")]
internal sealed class DeliveryLease
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    // Created once, as each delivery calls them.
    private readonly Func<Task> _enter;
    private readonly Func<int> _exit;

    internal DeliveryLease()
    {
        _enter = _semaphore.WaitAsync;
        _exit = _semaphore.Release;
    }

    internal Task EnterAsync() => TimeLimit.Uninterrupted(_enter);

    /// <summary>Takes the lease, if it is free before the deadline.</summary>
    internal bool TryEnter(TimeSpan deadline) => TimeLimit.Uninterrupted(
        (Semaphore: _semaphore, Deadline: deadline), static wait => wait.Semaphore.Wait(TimeLimit.Until(wait.Deadline)));

    internal void Exit() => TimeLimit.Uninterrupted(_exit);
}
