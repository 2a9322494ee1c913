using System.Diagnostics;

namespace Telemetry.Polling;

/// <summary>Calls code of others on the threads of a poller.</summary>
internal static class PollerThread
{
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
