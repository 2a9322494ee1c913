namespace Telemetry.Analyzers.Tests;

/// <summary>Methods that declare spans.</summary>
public sealed class SpanGenerationTests
{
    private const string Spans =
        """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Telemetry;

        internal static partial class Spans
        {
            [TelemetrySpan("@NAME@")]
            [Measurement("bytes", Type = typeof(long), Unit = "byte")]
            [Metadata("outcome", Type = typeof(string), IsOptional = true)]
            internal static partial TelemetrySpan StartRequest(string route, int? port, TelemetrySpan? parent = null);

            [TelemetrySpan("@NAME@.long", AlwaysEnabled = true)]
            internal static partial TelemetrySpan StartJob();
        }
        """;

    private readonly string _name = $"generated.span{Guid.NewGuid():N}";

    [Fact]
    public void Span_starts_with_the_declared_metadata()
    {
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, $"{_name}.*");

        Run(
            """
            public static void Run()
            {
                using TelemetrySpan outer = Spans.StartRequest("/a", null);
                using (TelemetrySpan inner = Spans.StartRequest("/b", 80, outer))
                {
                    inner.SetMeasurement("bytes", 12);
                    inner.Stop();
                }

                outer.Fail(new InvalidOperationException("x"));
            }
            """);

        Assert.Equal([".start", ".start", ".stop", ".exception"], recorder.Records.Select(Suffix));
        Assert.Equal("/a", recorder.Records[0].Metadata["route"]);
        Assert.Equal(MetadataValueKind.Null, recorder.Records[0].Metadata["port"].Kind);
        Assert.Equal(80, recorder.Records[1].Metadata["port"]);
        Assert.Equal(
            recorder.Records[0].Metadata["telemetry_span_context"], recorder.Records[1].Metadata["telemetry_span_parent"]);
        Assert.Equal(12, recorder.Records[2].Measurements["bytes"]);
        recorder.AssertDeclared(Declarations);
    }

    [Fact]
    public void Function_runs_in_a_span_of_the_declared_metadata()
    {
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, $"{_name}.*");

        Run(
            """
            public static void Run()
            {
                Spans.RunRequest("/a", 1, span => span.SetMeasurement("bytes", 1));
                if (Spans.RunRequest("/b", 2, span => 5) != 5) throw new Exception();
                Spans.RunRequestAsync("/c", 3, async span => await Task.Yield()).GetAwaiter().GetResult();
                if (Spans.RunRequestAsync("/d", 4, async span => { await Task.Yield(); return 6; }).Result != 6) throw new Exception();
            }
            """);

        Assert.Equal(
            ["/a", "/b", "/c", "/d"],
            recorder.Records.Where(record => Suffix(record) == ".start").Select(record => record.Metadata["route"].ToString()));
        Assert.Equal(4, recorder.Records.Count(record => Suffix(record) == ".stop"));
    }

    [Fact]
    public void Without_a_handler_the_span_is_not_enabled_unless_it_always_is() => Assert.Equal(
        "False False True",
        Run(
            """
            public static string Run() => $"{Spans.StartRequest("/a", 1).IsEnabled} {Spans.IsRequestEnabled} {Spans.StartJob().IsEnabled}";
            """));

    [Fact]
    public void Events_of_the_span_are_read_as_declared()
    {
        object? seen = Run(
            """
            public static string Run()
            {
                var seen = new List<string>();
                using var start = Spans.AttachRequestStart(
                    "@NAME@-start", payload => seen.Add($"start {payload.Route} {payload.Port} {payload.SystemTime.Kind}"));
                using var stop = Spans.AttachRequestStop(
                    "@NAME@-stop", payload => seen.Add($"stop {payload.Bytes} {payload.Outcome} {payload.Duration >= TimeSpan.Zero}"));
                using var exception = Spans.AttachRequestException(
                    "@NAME@-exception",
                    payload => seen.Add($"exception {payload.Route} {payload.Kind} {((Exception)payload.Reason!).Message}"));
                TelemetrySpan span = Spans.StartRequest("/a", 80);
                span.SetMetadata("outcome", "hit");
                span.Stop(new KeyValuePair<string, MeasurementValue>[] { new("bytes", 3) });
                span = Spans.StartRequest("/b", null);
                span.Fail(new InvalidOperationException("x"));
                return string.Join("; ", seen);
            }
            """);

        Assert.Equal(
            "start /a 80 Utc; stop 3 hit True; start /b  Utc; exception /b System.InvalidOperationException x",
            seen);
    }

    [Fact]
    public void Declarations_of_the_assembly_have_the_keys_of_the_span()
    {
        Run("public static void Run() { }");

        Assert.Equal(
            [
                $"{_name}.start", $"{_name}.stop", $"{_name}.exception", $"{_name}.long.start", $"{_name}.long.stop",
                $"{_name}.long.exception",
            ],
            Declarations.List().Select(declared => declared.Name.ToString()).Order(StringComparer.Ordinal)
                .OrderBy(name => name.Contains(".long.", StringComparison.Ordinal))
                .ThenBy(name => Array.IndexOf(["start", "stop", "exception"], name.Split('.')[^1])));
        Assert.True(Declarations.TryGet(EventName.Parse($"{_name}.stop"), out EventDeclaration? stop));
        Assert.Equal(_name, stop.Span?.ToString());
        Assert.Equal(
            ["duration (Duration)", "monotonic_time (Duration)", "bytes (Integer)"], stop.Measurements.Select(field => field.ToString()));
        Assert.Equal("byte", stop.Measurements[2].Unit);
        Assert.Equal([true, true, false], stop.Measurements.Select(field => field.IsOfSpan));
        Assert.Equal(
            [
                "outcome (Text, optional)", "route (Text, optional)", "port (Integer, optional)", "telemetry_span_context (Any)",
                "telemetry_span_parent (Any, optional)",
            ],
            stop.Metadata.Select(field => field.ToString()));
    }

    private EventDeclarations Declarations { get; } = new();

    private static string Suffix(EventRecord record) => Path.GetExtension(record.EventName.ToString());

    private object? Run(string members)
    {
        string code = $"{Spans}\npublic static class Program {{ {members} }}".Replace("@NAME@", _name, StringComparison.Ordinal);
        System.Reflection.Assembly assembly = Generated.From(code).Load();
        Declarations.AddAssembly(assembly);
        return assembly.GetType("Program")!.GetMethod("Run")!.Invoke(null, null);
    }
}
