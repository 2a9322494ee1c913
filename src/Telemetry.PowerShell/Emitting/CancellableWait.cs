namespace Telemetry.Commands;

/// <summary>Waits for tasks on the thread of a pipeline, which can be stopped.</summary>
internal static class CancellableWait
{
    private const int StepMilliseconds = 100;

    /// <summary>Waits for a task, or until the wait is over for another reason.</summary>
    /// <returns>Whether the task is completed.</returns>
    // In steps, as .NET Framework wakes up the wait by a thread of the pool, and all of them may be blocked.
    internal static bool For(Task task, Func<bool> isOver)
    {
        while (!task.IsCompleted && !isOver())
        {
            Task.WaitAny([task], StepMilliseconds);
        }

        return task.IsCompleted;
    }
}
