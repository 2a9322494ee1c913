namespace Telemetry.Analyzers.Tests;

/// <summary>Methods that declare events: what is emitted, and what is not.</summary>
public sealed class EventGenerationTests
{
    private const string Events =
        """
        using System;
        using Telemetry;

        namespace Shop;

        internal enum Outcome { Done, Failed }

        internal static partial class Events
        {
            [TelemetryEvent("generated.order.placed")]
            internal static partial void Placed(
                decimal total, int? items, TimeSpan duration, string customerId, string? note, [Metadata] int status, Outcome outcome,
                [Metadata("visit_id")] Guid visit, object? context = null);

            [TelemetryEvent("generated.order.empty")]
            internal static partial void Empty();
        }
        """;

    [Fact]
    public void Event_has_the_declared_measurements_and_metadata()
    {
        var generated = Generated.From(
            Events
            + """

            public static class Shim
            {
            }
            """);
        _ = generated.Load();

        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, "generated.order.*");
        Generated.From(Events.Replace("namespace Shop;", string.Empty, StringComparison.Ordinal)
            + """

            public static class Program
            {
                public static void Run()
                {
                    Events.Placed(12.5m, null, TimeSpan.FromSeconds(1), "c1", null, 200, Outcome.Failed, Guid.Empty);
                    Events.Placed(1m, 3, TimeSpan.Zero, "c2", "n", 201, Outcome.Done, Guid.Empty, "x");
                    Events.Empty();
                }
            }
            """).Run();

        Assert.Equal(
            [
                "generated.order.placed { total = 12.5, duration = 00:00:01 } { customer_id = c1, note = , status = 200, outcome = Failed, "
                + "visit_id = 00000000-0000-0000-0000-000000000000, context =  }",
                "generated.order.placed { total = 1, items = 3, duration = 00:00:00 } { customer_id = c2, note = n, status = 201, "
                + "outcome = Done, visit_id = 00000000-0000-0000-0000-000000000000, context = x }",
                "generated.order.empty { } { }",
            ],
            recorder.Records.Select(record => record.ToString()));
    }
}
