namespace Telemetry;

/// <summary>
/// Reports failed handlers one after the other. A handler of the failure event that fails is reported when the failure event
/// at hand has reached all its handlers: one inside the other, ten thousand such handlers would overflow the stack. A handler
/// that is kept, and fails again because its failure is reported, is reported once, or it would never end.
/// </summary>
internal static class FailureReports
{
    [ThreadStatic]
    private static Queue<(TelemetryDispatcher Dispatcher, HandlerFailure Failure)>? t_open;

    // The handlers that are kept among those reported since it was opened.
    [ThreadStatic]
    private static HashSet<HandlerRegistration>? t_kept;

    internal static void Add(TelemetryDispatcher dispatcher, HandlerFailure failure)
    {
        if (!failure.WasDetached && !(t_kept ??= []).Add(failure.Handler))
        {
            TelemetryEventSource.Log.HandlerFailed(failure);
            return;
        }

        if (t_open is { } open)
        {
            open.Enqueue((dispatcher, failure));
            return;
        }

        open = t_open = new();
        open.Enqueue((dispatcher, failure));
        try
        {
            Emission.AtDepthZero(open, ReportAll);
        }
        finally
        {
            t_open = null;
            t_kept = null;
        }
    }

    private static void ReportAll(Queue<(TelemetryDispatcher Dispatcher, HandlerFailure Failure)> open)
    {
        try
        {
            while (open.Count > 0)
            {
                (TelemetryDispatcher dispatcher, HandlerFailure failure) = open.Peek();
                dispatcher.Report(failure);
                open.Dequeue();
                dispatcher.Announce(failure);
            }
        }
        finally
        {
            // The host took over in the middle of it: what is left is announced at least.
            while (open.Count > 0)
            {
                (TelemetryDispatcher dispatcher, HandlerFailure failure) = open.Dequeue();
                dispatcher.Announce(failure);
            }
        }
    }
}
