using System.Diagnostics;
using System.Globalization;
using OrderService;
using Telemetry.Hosting;

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

// What operators' scripts are given: they find these as $Totals and $Alerts, and pass them on as -Config.
var totals = new Totals();
using var log = new StreamWriter(settings.Alerts);
var options = new HandlerFolderOptions
{
    Variables = { ["Totals"] = totals, ["Alerts"] = TextWriter.Synchronized(log) },
    ScriptFailed = (_, error) => Console.Error.WriteLine(error),
};

using HandlerFolder handlers = HandlerFolder.Open(settings.Handlers, options);
foreach (HandlerScript script in handlers.Scripts)
{
    Console.WriteLine($"{script}: {string.Join(", ", script.HandlerIds)}");
}

// What the handlers should come to, added up without them.
var expected = new Totals();
int last = 0;
long started = Stopwatch.GetTimestamp();
Thread[] threads = [.. Enumerable.Range(0, settings.Threads).Select(_ => new Thread(PlaceOrders))];
Array.ForEach(threads, thread => thread.Start());
Array.ForEach(threads, thread => thread.Join());
TimeSpan elapsed = Stopwatch.GetElapsedTime(started);

return Summary.Write(Console.Out, settings, totals, expected, elapsed) ? 0 : 1;

void PlaceOrders()
{
    int id;
    while ((id = Interlocked.Increment(ref last)) <= settings.Orders)
    {
        Order order = Order.Of(id, settings.Seed);
        Summary.Count(expected, order);
        Shop.Place(order);
    }
}
