using System.Reflection;

namespace Telemetry.Analyzers.Tests;

/// <summary>Methods that declare events: what is emitted, and what is not.</summary>
public sealed class EventGenerationTests
{
    private readonly string _name = $"generated.order{Guid.NewGuid():N}";

    [Fact]
    public void Event_has_the_declared_measurements_and_metadata()
    {
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, $"{_name}.*");

        Load(
            """
            public static void Run()
            {
                Events.Placed(12.5m, null, TimeSpan.FromSeconds(1), "c1", null, 200, Outcome.Failed, Guid.Empty);
                Events.Placed(1m, 3, TimeSpan.Zero, "c2", "n", 201, Outcome.Done, Guid.Empty, "x");
                Events.Empty();
            }
            """).Invoke(null, null);

        Assert.Equal(
            [
                $"{_name}.placed {{ total = 12.5, duration = 00:00:01 }} {{ customer_id = c1, note = , status = 200, outcome = Failed, "
                + "visit_id = 00000000-0000-0000-0000-000000000000, context =  }",
                $"{_name}.placed {{ total = 1, items = 3, duration = 00:00:00 }} {{ customer_id = c2, note = n, status = 201, "
                + "outcome = Done, visit_id = 00000000-0000-0000-0000-000000000000, context = x }",
                $"{_name}.empty {{ }} {{ }}",
            ],
            recorder.Records.Select(record => record.ToString()));
        Assert.Equal(MetadataValueKind.Int32, recorder.Records[0].Metadata["status"].Kind);
        Assert.IsType<Enum>(recorder.Records[0].Metadata["outcome"].ToObject(), exactMatch: false);
    }

    [Fact]
    public void Event_without_a_handler_is_not_built()
    {
        // A user's method to text or an allocation would show.
        MethodInfo run = Load(
            """
            public static long Run()
            {
                object context = new();
                for (int i = 0; i < 3; i++)
                {
                    Events.Placed(12.5m, 1, TimeSpan.Zero, "c", null, 200, Outcome.Failed, Guid.Empty, context);
                }

                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 100; i++)
                {
                    Events.Placed(12.5m, 1, TimeSpan.Zero, "c", null, 200, Outcome.Failed, Guid.Empty, context);
                }

                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
            """);

        Assert.Equal(0L, run.Invoke(null, null));
    }

    [Fact]
    public void Event_with_a_handler_allocates_nothing()
    {
        MethodInfo run = Load(
            """
            public static long Run()
            {
                using HandlerRegistration handler = TelemetryDispatcher.Default.Attach(
                    "@NAME@", "@NAME@.sent", static (in EventData data, object? config) => { });
                for (int i = 0; i < 3; i++)
                {
                    Events.Sent(TimeSpan.Zero, 1, "r", 200);
                }

                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 100; i++)
                {
                    Events.Sent(TimeSpan.Zero, 1, "r", 200);
                }

                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
            """);

        Assert.Equal(0L, run.Invoke(null, null));
    }

    [Fact]
    public void Guard_is_whether_there_are_handlers()
    {
        MethodInfo run = Load("public static bool Run() => Events.IsEmptyEnabled;");

        Assert.Equal(false, run.Invoke(null, null));
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, $"{_name}.empty");
        Assert.Equal(true, run.Invoke(null, null));
    }

    [Theory]
    [InlineData("static partial class Outer { public partial struct Inner { @EVENT@ } }", "Outer.Inner.Saved(1)")]
    [InlineData("partial record Outer(int X) { @EVENT@ }", "Outer.Saved(1)")]
    [InlineData("partial record struct @class(int X) { @EVENT@ }", "@class.Saved(1)")]
    [InlineData("readonly ref partial struct Outer { @EVENT@ }", "Outer.Saved(1)")]
    [InlineData("namespace A.B { internal static partial class Outer { @EVENT@ } }", "A.B.Outer.Saved(1)")]
    public void Method_belongs_to_a_type_of_any_kind(string type, string call)
    {
        string method = $"[TelemetryEvent(\"{_name}\")] internal static partial void Saved(int @event);";
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, _name);

        Generated.From(
            $"using Telemetry;\n{type.Replace("@EVENT@", method, StringComparison.Ordinal)}\n"
            + $"public static class Program {{ public static void Run() {{ {call}; }} }}").Run();

        Assert.Equal(1, recorder.AssertSingle(_name).Measurements["event"]);
    }

    [Theory]
    [InlineData("in int n", "5")]
    [InlineData("params int[] n", "5, 6")]
    [InlineData("nint n", "5")]
    [InlineData("dynamic n", "5")]
    [InlineData("(int A, string? B) n", "(5, null)")]
    [InlineData("int[]? n", "null")]
    [InlineData("List<string?> n", "new()")]
    [InlineData("float n, ushort m, char c, bool b, DateOnly d", "5, 6, 'c', true, default")]
    [InlineData("DateTime? a, DateTimeOffset b, Half c", "null, default, default")]
    [InlineData("MetadataValue a, MeasurementValue b", "1, 2")]
    public void Parameter_has_any_type(string parameters, string arguments)
    {
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, _name);

        Generated.From(
            $$"""
            using System;
            using System.Collections.Generic;
            using Telemetry;

            public static partial class Events
            {
                [TelemetryEvent("{{_name}}")]
                public static partial void Saved({{parameters}});
            }

            public static class Program
            {
                public static void Run() => Events.Saved({{arguments}});
            }
            """).Run();

        Assert.Single(recorder.Records);
    }

    private MethodInfo Load(string member) => Generated.From(
        $$"""
        using System;
        using Telemetry;

        internal enum Outcome { Done, Failed }

        internal static partial class Events
        {
            [TelemetryEvent("@NAME@.placed")]
            internal static partial void Placed(
                decimal total, int? items, TimeSpan duration, string customerId, string? note, [Metadata] int status, Outcome outcome,
                [Metadata("visit_id")] Guid visit, object? context = null);

            [TelemetryEvent("@NAME@.empty")]
            internal static partial void Empty();

            [TelemetryEvent("@NAME@.sent")]
            internal static partial void Sent(TimeSpan duration, long? bytes, string route, [Metadata] int? status);
        }

        public static class Program { {{member}} }
        """.Replace("@NAME@", _name, StringComparison.Ordinal)).Load().GetType("Program")!.GetMethod("Run")!;
}
