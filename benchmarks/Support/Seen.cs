namespace Telemetry.Benchmarks.Support;

/// <summary>What handlers and listeners do: they count or keep, so that their calls can't be left out and cost next to
/// nothing.</summary>
internal static class Seen
{
    internal static long Count;
    internal static EventRecord? Record;

    internal static TelemetryHandler Handler { get; } = static (in _, _) => Count++;
}
