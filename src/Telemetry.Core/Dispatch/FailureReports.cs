namespace Telemetry;

/// <summary>
/// Reports failed handlers one after the other. A handler of the failure event that fails is reported when the failure event
/// at hand has reached all its handlers: one inside the other, ten thousand such handlers would overflow the stack.
/// </summary>
internal static class FailureReports
{
    [ThreadStatic]
    private static Queue<(TelemetryDispatcher Dispatcher, HandlerFailure Failure)>? t_open;

    internal static void Add(TelemetryDispatcher dispatcher, HandlerFailure failure)
    {
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
