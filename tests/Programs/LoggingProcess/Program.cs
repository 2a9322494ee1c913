using System.Globalization;
using Telemetry;
using Telemetry.Logging;

// LoggingProcess END PATH COUNT [MAXSIZE]
// Logs COUNT events with the numbers from 1, from four threads, to the file PATH, which is rotated at MAXSIZE bytes. A buffered handler
// turns each of the first 300 into another one. Then it ends as END says: 'return', 'exit', 'throw', 'Environment.Exit', or 'signal'
// after it has written 'ready' and the id of its process.
(string end, string path, int count) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
var options = new TelemetryLogOptions
{
    Path = path,
    Events = ["ending.*"],
    MaxSize = args.Length > 3 ? long.Parse(args[3], CultureInfo.InvariantCulture) : null,
};
TelemetryLog.Start(options).Noticed += (_, notice) => Console.Error.WriteLine(notice.Message);
TelemetryDispatcher.Default.Attach(
    "derive", "ending.item", Derive, options: new() { Buffer = new() { Capacity = 300, DrainTimeout = TimeSpan.FromMinutes(1) } });
Thread[] threads = [.. Enumerable.Range(0, 4).Select(first => new Thread(() => Emit(first)))];
Array.ForEach(threads, thread => thread.Start());
Array.ForEach(threads, thread => thread.Join());
switch (end)
{
    case "exit":
        return 3;
    case "throw":
        throw new InvalidOperationException("The program ends by an exception.");
    case "Environment.Exit":
        Environment.Exit(3);
        break;
    case "signal":
        Console.WriteLine($"ready {Environment.ProcessId}");
        Thread.Sleep(Timeout.Infinite);
        break;
    default:
        break;
}

return 0;

void Emit(int first)
{
    for (int i = first; i < count; i += 4)
    {
        TelemetryDispatcher.Default.Execute("ending.item", i + 1);
    }
}

static void Derive(in EventData data, object? config)
{
    data.TryGetMeasurement("value", out MeasurementValue value);
    if (value.TryGetInt64(out long number) && number <= 300)
    {
        // Slower than the emits, so that most events wait when the process ends.
        Thread.Sleep(1);
        TelemetryDispatcher.Default.Execute("ending.derived", [new("value", value)]);
    }
}
