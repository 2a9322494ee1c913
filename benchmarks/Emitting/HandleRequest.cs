namespace Telemetry.Benchmarks.Emitting;

/// <summary>An emit by a handle in a static field, as it is written by hand.</summary>
internal static class HandleRequest
{
    internal const string Name = "web.request.done.by_hand";

    private static readonly TelemetryEvent s_done = TelemetryDispatcher.Default.GetEvent(Name);

    internal static void Done(double duration, long size, string route, int status, bool cached)
    {
        if (!s_done.HasHandlers)
        {
            return;
        }

        s_done.Execute(
            [new("duration", duration), new("size", size)],
            [new("route", route), new("status", status), new("cached", cached)]);
    }
}
