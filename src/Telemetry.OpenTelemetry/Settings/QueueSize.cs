namespace Telemetry.Otlp;

/// <summary>The size of a queue.</summary>
/// <param name="Limit">The number of items that wait at most.</param>
/// <param name="Batch">The number of items that are sent at a time.</param>
internal sealed record QueueSize(int Limit, int Batch)
{
    /// <exception cref="Reporters.ReporterException">A variable is not valid.</exception>
    internal static QueueSize Of(string prefix, OtlpEnvironment environment)
    {
        int limit = environment.Number($"{prefix}MAX_QUEUE_SIZE", 1, 1_000_000) ?? 10_000;
        int batch = environment.Number($"{prefix}MAX_EXPORT_BATCH_SIZE", 1, 10_000) ?? 512;
        return new QueueSize(limit, Math.Min(batch, limit));
    }
}
