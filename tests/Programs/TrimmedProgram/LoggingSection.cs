using Telemetry.Logging;

namespace Telemetry.Tests.Programs;

/// <summary>A log in each of its formats.</summary>
internal static class LoggingSection
{
    internal static async Task RunAsync()
    {
        var dispatcher = new TelemetryDispatcher();
        foreach (LogFormat format in Enum.GetValues<LogFormat>())
        {
            string path = Path.GetTempFileName();
            TelemetryLog log = TelemetryLog.Start(new()
            {
                Dispatcher = dispatcher,
                Path = path,
                Events = ["sync.*"],
                Format = format,
            });
            dispatcher.Execute(
                "sync.file", [new("duration", TimeSpan.FromMilliseconds(12))], [new("file", "notes.txt"), new("password", "secret")]);
            await log.StopAsync(TimeSpan.FromSeconds(5));
            string line = File.ReadAllText(path);
            Console.WriteLine($"logging: {format}, {line.Contains("notes.txt", StringComparison.Ordinal)}, "
                + $"{line.Contains("secret", StringComparison.Ordinal)}");
            File.Delete(path);
        }
    }
}
