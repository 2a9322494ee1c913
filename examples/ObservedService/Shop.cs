using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Telemetry;
using Telemetry.Hosting;

namespace ObservedService;

/// <summary>Receives orders, by activities of its own, and places them, by spans of Telemetry. A script calculates the prices, by spans
/// of its own.</summary>
/// <param name="script">The path of the script.</param>
internal sealed class Shop(string script) : IDisposable
{
    internal const string SourceName = "ObservedService";

    private static readonly ActivitySource s_source = new(SourceName);
    private static readonly TelemetrySpanSource s_place = TelemetryDispatcher.Default.GetSpanSource("order.place");
    private static readonly TelemetryEvent s_state = TelemetryDispatcher.Default.GetEvent("order.state");

    private readonly TelemetrySession _scripts = TelemetrySession.Open();

    internal int Placed { get; private set; }

    internal int Failed { get; private set; }

    /// <summary>The sum of the prices of the orders that were placed, in cents.</summary>
    internal long Revenue { get; private set; }

    /// <summary>Receives an order. Its activity is the root of a trace.</summary>
    internal void Receive(int id)
    {
        using Activity? received = s_source.StartActivity("receive order", ActivityKind.Consumer);
        received?.SetTag("order.id", id);
        s_state.Execute([new("change", 1), new("id", id)]);
        try
        {
            Revenue += s_place.Run(span => Place(id, span));
            Placed++;
        }
        catch (RuntimeException)
        {
            // Of the script: the span has recorded it.
            Failed++;
        }

        s_state.Execute([new("change", -1), new("id", id)]);
    }

    public void Dispose() => _scripts.Dispose();

    // Each fifth order has no items.
    private long Place(int id, TelemetrySpan span)
    {
        span.SetMetadata("country", id % 2 == 0 ? "AT" : "CH");
        return Convert.ToInt64(_scripts.RunFile(script, id, id % 5).Single().BaseObject, CultureInfo.InvariantCulture);
    }
}
