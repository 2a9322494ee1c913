namespace Telemetry;

/// <summary>Threads for work that must go on where all threads of the pool are blocked. They keep no process alive.</summary>
internal static class BackgroundThread
{
    /// <summary>Starts a thread. What flows with this one, such as its current span, does not flow there.</summary>
    internal static Thread Start(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = "Telemetry" };
#if NET
        thread.UnsafeStart();
#else
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start();
        }
        else
        {
            using AsyncFlowControl none = ExecutionContext.SuppressFlow();
            thread.Start();
        }
#endif
        return thread;
    }
}
