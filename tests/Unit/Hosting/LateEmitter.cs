namespace Telemetry.Tests.Hosting;

/// <summary>Emits when the process ends: used by a script in a process of its own.</summary>
public static class LateEmitter
{
    /// <summary>Emits an event when the process ends, after all that the library does then.</summary>
    /// <param name="eventName">The event.</param>
    public static void EmitAtProcessExit(string eventName) =>
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            TelemetryDispatcher.Default.Execute(eventName, [], [new("when", "process exit")]);
}
