namespace Telemetry.Tests.Hosting;

/// <summary>Attaches a handler with a buffer that does nothing until the process ends: used by a script in a process of its
/// own.</summary>
public static class LateHandler
{
    private static readonly ManualResetEventSlim s_processEnds = new();

    /// <summary>Attaches it.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="path">The file that it writes a line to for each event, and <c>end</c> when nobody waits for it any
    /// more.</param>
    public static void Attach(string eventName, string path)
    {
        // One before the library listens to the end of the process, and one after.
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => s_processEnds.Set();
        TelemetryDispatcher.Default.Attach(
            "late",
            eventName,
            (in data, _) =>
            {
                s_processEnds.Wait();
                data.TryGetMeasurement("value", out MeasurementValue value);
                File.AppendAllText(path, $"{value}\n");
            },
            options: new() { Buffer = new() { DrainTimeout = TimeSpan.FromMinutes(1) } });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.AppendAllText(path, "end\n");
    }
}
