using System.Diagnostics;
using System.Globalization;
using OrderService;
using Telemetry.Hosting;
using Telemetry.Metrics;

// The engine reports its use to its makers unless told not to, before it starts.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

Settings settings;
try
{
    settings = Settings.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{Settings.Usage}");
    return 2;
}

// The numbers that the program keeps of its own events.
MetricRegistry.Default.AddMany(OrderMetrics.Definitions);

// What operators' scripts are given: they find it as $Alerts, and pass it on as -Config.
using var log = new StreamWriter(settings.Alerts);
var options = new HandlerFolderOptions
{
    Variables = { ["Alerts"] = TextWriter.Synchronized(log) },
    ScriptFailed = (_, error) => Console.Error.WriteLine(error),
};

using HandlerFolder handlers = HandlerFolder.Open(settings.Handlers, options);
foreach (HandlerScript script in handlers.Scripts)
{
    Console.WriteLine($"{script}: {string.Join(", ", script.HandlerIds)}");
}

int last = 0;
long started = Stopwatch.GetTimestamp();
Thread[] threads = [.. Enumerable.Range(0, settings.Threads).Select(_ => new Thread(PlaceOrders))];
Array.ForEach(threads, thread => thread.Start());
Array.ForEach(threads, thread => thread.Join());
TimeSpan elapsed = Stopwatch.GetElapsedTime(started);

// The numbers of the metrics, and those of the orders, which are computed without any event.
Totals totals = Totals.Of(MetricRegistry.Default.Collect());
Totals expected = Totals.Of(Enumerable.Range(1, settings.Orders).Select(id => Order.Of(id, settings.Seed)));
return Summary.Write(Console.Out, settings, totals, expected, elapsed) ? 0 : 1;

void PlaceOrders()
{
    int id;
    while ((id = Interlocked.Increment(ref last)) <= settings.Orders)
    {
        Shop.Place(Order.Of(id, settings.Seed));
    }
}
