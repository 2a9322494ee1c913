namespace Telemetry.Tests.Programs;

/// <summary>Asynchronous handlers of which each returns when the tokens of all are cancelled.</summary>
internal static class MeetingHandlers
{
    private const int Count = 3;

    /// <summary>Attaches them, emits an event for them, and writes the failures of each when the process ends.</summary>
    internal static void Start()
    {
        var cancelled = new CountdownEvent(Count);
        for (int i = 0; i < Count; i++)
        {
            HandlerRegistration handler = TelemetryDispatcher.Default.AttachAsync(
                $"meeting-{i}",
                "ending.meeting",
                async (_, cancellation) =>
                {
                    var isCancelled = new TaskCompletionSource();
                    using CancellationTokenRegistration registration = cancellation.Register(isCancelled.SetResult);
                    await isCancelled.Task;
                    cancelled.Signal();
                    cancelled.Wait(CancellationToken.None);
                },
                new HandlerOptions { CollectsStatistics = true, Buffer = new() { DrainTimeout = TimeSpan.FromSeconds(2) } });
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine($"{handler.Id}: {handler.Statistics!.Failures} failures");
        }

        TelemetryDispatcher.Default.Execute("ending.meeting");
    }
}
