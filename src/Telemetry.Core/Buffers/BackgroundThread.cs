namespace Telemetry;

/// <summary>Starts threads for work that must continue while all threads of the pool are blocked. They do not keep the process
/// alive.</summary>
internal static class BackgroundThread
{
    /// <summary>Starts a thread. The execution context of the caller, such as its current span, does not flow to it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="name">The name of the thread, for debuggers.</param>
    internal static Thread Start(Action work, string name = "Telemetry")
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = name };
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
