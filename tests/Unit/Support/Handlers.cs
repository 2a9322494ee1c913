namespace Telemetry.Tests.Support;

/// <summary>Handlers that many tests need.</summary>
internal static class Handlers
{
    public static TelemetryHandler Nothing { get; } = (in _, _) => { };

    public static TelemetryHandler Failing { get; } = (in _, _) => throw new InvalidOperationException("boom");

    public static TelemetryHandler Writes(List<string> log, string entry) => (in _, _) => log.Add(entry);

    public static string[] Ids(this TelemetryDispatcher dispatcher) => [.. dispatcher.List().Select(entry => entry.Id)];

    /// <summary>Emits an event several times, with consecutive numbers as its value.</summary>
    public static void EmitNumbers(this TelemetryDispatcher dispatcher, string name, int count, int from = 0)
    {
        for (int i = from; i < from + count; i++)
        {
            dispatcher.Execute(name, i);
        }
    }
}
