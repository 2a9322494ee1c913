namespace Telemetry.Polling;

/// <summary>A thread of a poller. It ends when another one takes its place.</summary>
internal sealed class PollerWorker
{
    /// <summary>Starts a thread.</summary>
    /// <param name="poller">The poller.</param>
    /// <param name="work">The work.</param>
    internal static PollerWorker Start(Poller poller, Action<PollerWorker> work)
    {
        var worker = new PollerWorker();
        BackgroundThread.Start(() => work(worker), $"Telemetry poller {poller.Name}");
        return worker;
    }
}
