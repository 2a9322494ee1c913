using System.Net.Sockets;
using Telemetry;
using Telemetry.Metrics;
using Telemetry.Reporters;

// ReportingProcess END FOLDER PUSH STATSD GATE [control]
// Starts all reporters, with files in FOLDER, a Pushgateway at the URI PUSH, a StatsD server at the port STATSD and an endpoint at a
// free port. Emits 300 events, from which a buffered handler makes others, connects to the port GATE and writes there the port of the
// endpoint. Then it ends as END says: 'return', 'exit', 'throw' or 'Environment.Exit' when it receives a byte from the gate, and
// 'signal' by a signal. With 'control', it has no handler and no reporters.
(string end, string folder, string push, string statsd, string gate) = (args[0], args[1], args[2], args[3], args[4]);
bool isControl = args.Contains("control");

string port = isControl ? "0" : Report();
for (int i = 1; i <= 300; i++)
{
    TelemetryDispatcher.Default.Execute("ending.item", i);
}

using var client = new TcpClient("127.0.0.1", int.Parse(gate, System.Globalization.CultureInfo.InvariantCulture));
using NetworkStream stream = client.GetStream();
stream.Write(System.Text.Encoding.ASCII.GetBytes(port + "\n"));
if (end == "signal")
{
    Thread.Sleep(Timeout.Infinite);
}

stream.ReadByte();
switch (end)
{
    case "exit":
        return 3;
    case "throw":
        throw new InvalidOperationException("The program ends by an exception.");
    case "Environment.Exit":
        Environment.Exit(3);
        break;
    default:
        break;
}

return 0;

string Report()
{
    MetricRegistry.Default.AddMany(
    [
        new MetricDefinition("ending.item.count", MetricType.Counter),
        new MetricDefinition("ending.derived.sum", MetricType.Sum),
        new MetricDefinition("wide.series.count", MetricType.Counter)
        {
            Tags = ["a", "b"],
            SeriesLimit = 20_000,
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["a"] = Values(100), ["b"] = Values(200) },
        },
    ]);
    TelemetryDispatcher.Default.Attach(
        "derive", "ending.item", Derive, options: new() { Buffer = new() { DrainTimeout = TimeSpan.FromDays(1) } });
    string[] metrics = ["ending.*"];
    TimeSpan hour = TimeSpan.FromHours(1);
    Reporter[] reporters =
    [
        new TextFileReporter(new() { Path = Path.Combine(folder, "all.prom"), Metrics = metrics, Interval = hour }),
        new JsonLinesReporter(new() { Path = Path.Combine(folder, "all.jsonl"), Metrics = metrics, Interval = hour }),
        new PushgatewayReporter(new()
        {
            Uri = new Uri(push), Job = "ending", Metrics = metrics, Interval = hour, Timeout = TimeSpan.FromMinutes(1),
        }),
        new StatsDReporter(new()
        {
            Port = int.Parse(statsd, System.Globalization.CultureInfo.InvariantCulture), Metrics = metrics, Interval = hour,
        }),
    ];
    Array.ForEach(reporters, reporter => reporter.Start());
    var endpoint = new PrometheusEndpoint(new() { Port = 0 });
    endpoint.Start();
    return endpoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

static void Derive(in EventData data, object? config)
{
    data.TryGetMeasurement("value", out MeasurementValue value);

    // Slower than the emits, so that most events wait when the process ends.
    Thread.Sleep(1);
    TelemetryDispatcher.Default.Execute("ending.derived", [new("sum", value)]);
}

// Long ones, so that a response does not fit into the buffers of a connection.
static MetadataValue[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (MetadataValue)$"{new string('v', 200)}{i}")];
