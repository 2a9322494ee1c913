namespace Telemetry.Benchmarks.Scale;

/// <summary>Events whose names are made up at run time, each another one.</summary>
internal static class NeverRepeatedNames
{
    /// <summary>Emits such events.</summary>
    /// <param name="dispatcher">Where they are emitted.</param>
    /// <param name="first">The number of the first one: names of different numbers differ.</param>
    /// <param name="count">How many.</param>
    internal static void Emit(TelemetryDispatcher dispatcher, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            dispatcher.Execute($"made.up.{i}", [new("items", i)], [new("queue", "mail")]);
        }
    }
}
