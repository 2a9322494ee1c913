using System.Diagnostics;

namespace Telemetry.Polling;

/// <summary>Starts threads for work that must continue while all threads of the pool are blocked. They do not keep the process
/// alive.</summary>
internal static class PollerThread
{
    /// <summary>Starts a thread. The execution context of the caller, such as its current span, does not flow to it.</summary>
    internal static Thread Start(Action work, string name)
    {
        var thread = new Thread(() => work()) { IsBackground = true, Name = name };
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start();
        }
        else
        {
            using AsyncFlowControl none = ExecutionContext.SuppressFlow();
            thread.Start();
        }

        return thread;
    }

    /// <summary>Calls code of others on a thread of the poller. An exception must not end the process, and there is no emitter whose
    /// pipeline it could stop.</summary>
    internal static void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            Trace.TraceWarning($"A poller's call of other code failed: {e.GetType()}");
        }
    }
}
