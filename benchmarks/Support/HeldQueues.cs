namespace Telemetry.Benchmarks.Support;

/// <summary>The kinds of handlers with a queue.</summary>
internal static class HeldQueues
{
    internal static HeldQueue Buffered() => new(static (dispatcher, gate) => dispatcher.Attach(
        "handler",
        Request.Name,
        (in _, _) =>
        {
            gate.Wait();
            Seen.Count++;
        },
        HeldQueue.Options));

    internal static HeldQueue Asynchronous() => new(static (dispatcher, gate) => dispatcher.AttachAsync(
        "handler",
        Request.Name,
        (_, cancellation) =>
        {
            gate.Wait(cancellation);
            Seen.Count++;
            return default;
        },
        HeldQueue.Options));

    internal static HeldQueue InBatches() => new(static (dispatcher, _) => dispatcher.AttachBatchAsync(
        "handler",
        Request.Name,
        (batch, _) =>
        {
            Seen.Count += batch.Count;
            return default;
        },
        new BatchOptions { MaxDelay = TimeSpan.Zero },
        HeldQueue.Options));
}
