using Telemetry.Analyzers.CodeFixes;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<DeclaredEventAnalyzer, DeclaredKeyCodeFixProvider>;

public sealed class DeclaredEventAnalyzerTests
{
    [Theory]
    [InlineData("dispatcher.Execute(\"job.done\", [new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.Execute(\"JOB.Done\", [new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.Execute(\"job.done\", [new(\"duration\", 1), new([|\"extra\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.Execute(\"job.done\", [new(\"duration\", 1), new([|\"route\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.Execute(\"job.done\", [new(\"duration\", 1)], [new([|\"routes\"|], 1)]);")]
    [InlineData("dispatcher.Execute(EventName.Parse(\"job.done\"), [new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.GetEvent(\"job.done\").Execute([new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("TelemetryEvent done = dispatcher.GetEvent(\"job.done\"); done.Execute([new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("Events.Done.Execute([new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("Events.Also.Execute([new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.Execute(Events.Name, [new([|\"duraton\"|], 1)], [new(\"route\", 1)]);")]
    [InlineData("Events.Done.Execute(1, static (state, e) => e.Measurement([|\"duraton\"|], 1).Metadata(\"route\", 2));")]
    [InlineData("Events.Done.Execute(new Dictionary<string, MeasurementValue> { [[|\"duraton\"|]] = 1 }, Events.Fields);")]
    [InlineData("dispatcher.Execute(\"job.start\", [new([|\"duraton\"|], 1)]);")]
    public Task Key_that_is_not_declared_is_found(string statement) => Verify.FindsAsync(Code(statement));

    [Theory]
    [InlineData("dispatcher.{|TEL108:Execute|}(\"job.done\", [new(\"duration\", 1)]);")]
    [InlineData("dispatcher.{|TEL108:Execute|}(\"job.done\");")]
    [InlineData("Events.Done.{|TEL108:Execute|}();")]
    [InlineData(
        "Events.Done.{|TEL108:Execute|}(default(ReadOnlySpan<KeyValuePair<string, MeasurementValue>>), [new(\"route\", 1)]);")]
    [InlineData("Events.Done.{|TEL108:Execute|}([], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.{|TEL108:Execute|}(\"job.done\", {|TEL107:5|}, [new(\"route\", 1)]);")]
    public Task Key_that_is_missing_is_found(string statement) =>
        Verify.FindsAsync(Code(statement));

    [Theory]
    [InlineData("dispatcher.Execute(\"job.done\", [new(\"duration\", 1)], [new(\"route\", 1)]);")]
    [InlineData("dispatcher.Execute(\"job.done\", [new(\"Duration\", 1)], [new(\"ROUTE\", 1), new(\"user\", 1)]);")]
    [InlineData("dispatcher.Execute(\"job.other\", [new(\"duraton\", 1)]);")]
    [InlineData("string name = Console.ReadLine()!; dispatcher.Execute(name, [new(\"duraton\", 1)]);")]
    [InlineData("string key = Console.ReadLine()!; Events.Done.Execute([new(key, 1)], [new(key, 1)]);")]
    [InlineData("Events.Done.Execute([new(\"duration\", 1)], Events.More);")]
    [InlineData("Events.Done.Execute([new(\"duration\", 1)], [.. Events.More]);")]
    [InlineData("Events.Done.Execute(1, static (state, e) => e.Measurement(\"duration\", 1));")]
    [InlineData("Events.Done.Execute(1, Events.Build);")]
    [InlineData("TelemetryEvent done = dispatcher.GetEvent(\"job.done\"); done = dispatcher.GetEvent(\"job.other\"); done.Execute();")]
    [InlineData("Events.Changeable.Execute();")]
    [InlineData("@event.Execute([new(\"duraton\", 1)]);")]
    [InlineData("dispatcher.Execute(\"job.start\", [new(\"system_time\", 1)], [new(\"telemetry_span_context\", 1), new(\"job\", 1)]);")]
    [InlineData("dispatcher.Execute(\"job.start\");")]
    [InlineData("dispatcher.Execute(\"job.stop\", [new(\"items\", 1)], [new(\"job\", 1)]);")]
    public Task Other_emit_is_not(string statement) => Verify.FindsAsync(Code(statement));

    [Fact]
    public Task Field_that_a_constructor_sets_is_not_followed() => Verify.FindsAsync(Code(
        "new Emitter(@event).Emit();",
        """
        internal sealed class Emitter
        {
            private readonly TelemetryEvent _done = TelemetryDispatcher.Default.GetEvent("job.done");

            public Emitter(TelemetryEvent done) => _done = done;

            public void Emit() => _done.Execute();
        }
        """));

    [Fact]
    public Task Handle_in_another_file_is_followed() => Verify.FixesAsync(
        Code("OtherFile.Done.Execute([new([|\"duraton\"|], 1)], [new(\"route\", 1)]);"),
        Code("OtherFile.Done.Execute([new(\"duration\", 1)], [new(\"route\", 1)]);"),
        test =>
        {
            const string Other =
                """
                using Telemetry;

                internal static class OtherFile
                {
                    internal static readonly TelemetryEvent Done = TelemetryDispatcher.Default.GetEvent("job.done");
                }
                """;
            test.TestState.Sources.Add(Other);
            test.FixedState.Sources.Add(Other);
        });

    [Fact]
    public Task Event_of_a_library_is_known() => Verify.FixesAsync(
        Snippet.Method("dispatcher.Execute(\"library.loaded\", [new([|\"byte\"|], 1)]);"),
        Snippet.Method("dispatcher.Execute(\"library.loaded\", [new(\"bytes\", 1)]);"),
        test =>
        {
            test.TestState.AdditionalProjects["Library"].AdditionalReferences.AddRange(Platform.References);
            test.TestState.AdditionalProjects["Library"].Sources.Add(
                """
                using Telemetry;
                [assembly: DeclaredEvent("library.loaded")]
                [assembly: DeclaredField("library.loaded", DeclaredFieldPart.Measurement, "bytes", DeclaredType.Integer)]

                public static class Library
                {
                    public static readonly TelemetryEvent Loaded = TelemetryDispatcher.Default.GetEvent("library.loaded");
                }
                """);
            test.TestState.AdditionalProjectReferences.Add("Library");
            test.FixedState.AdditionalProjectReferences.Add("Library");
        });

    [Theory]
    [InlineData(
        "[new([|\"duraton\"|], 1)], [new(\"route\", 1)]",
        "The measurement 'duraton' of the event 'job.done' is not declared. Write 'duration', or declare the key.")]
    [InlineData(
        "[new(\"duration\", 1), new([|\"user\"|], 1)], [new(\"route\", 1)]",
        "The measurement 'user' of the event 'job.done' is not declared. It is declared as metadata: pass it there.")]
    [InlineData(
        "[new(\"duration\", 1)], [new(\"route\", 1), new([|\"duration\"|], 1)]",
        "The metadata 'duration' of the event 'job.done' is not declared. It is declared as a measurement: pass it there.")]
    [InlineData(
        "[new(\"duration\", 1)], [new(\"route\", 1), new([|\"something\"|], 1)]",
        "The metadata 'something' of the event 'job.done' is not declared. Declared are 'route', 'user'.")]
    public Task Message_says_what_is_declared(string arguments, string message) =>
        Verify.SaysOfCodeAsync(Code($"dispatcher.Execute(\"job.done\", {arguments});"), 0, message);

    [Theory]
    [InlineData("", "The event 'job.done' is emitted without its declared measurement 'duration', metadata 'route'. "
        + "Pass it, or declare it as optional.")]
    [InlineData(", [new(\"duration\", 1)]", "The event 'job.done' is emitted without its declared metadata 'route'. "
        + "Pass it, or declare it as optional.")]
    public Task Message_says_what_is_missing(string arguments, string message) =>
        Verify.SaysOfCodeAsync(Code($"dispatcher.[|Execute|](\"job.done\"{arguments});"), 1, message);

    [Theory]
    [InlineData("[|\"duraton\"|]", "\"duration\"")]
    [InlineData("key: [|\"durations\"|]", "key: \"duration\"")]
    public Task Key_is_changed_to_the_nearest(string key, string expected) => Verify.FixesAsync(
        Code($"Events.Done.Execute([new({key}, value: 1)], [new(\"route\", 1)]);"),
        Code($"Events.Done.Execute([new({expected}, value: 1)], [new(\"route\", 1)]);"));

    [Theory]
    [InlineData("[new(\"duration\", 1), new([|\"extra\"|], 1)], [new(\"route\", 1)]")]
    [InlineData("[new(\"duration\", 1), new([|\"duraton\"|], 1)], [new(\"route\", 1)]")]
    [InlineData("[new(\"duration\", 1), new([|\"route\"|], 1)], [new(\"route\", 1)]")]
    [InlineData("[new([|Events.Wrong|], 1)], [new(\"route\", 1)]")]
    public Task Key_that_could_be_meant_otherwise_is_not(string arguments) =>
        Verify.HasNoFixAsync(Code($"Events.Done.Execute({arguments});"));

    [Fact]
    public Task Several_keys_are_changed_at_once() => Verify.FixesAsync(
        Code("Events.Done.Execute([new([|\"duraton\"|], 1)], [new([|\"rout\"|], 1), new([|\"users\"|], 1)]);"),
        Code("Events.Done.Execute([new(\"duration\", 1)], [new(\"route\", 1), new(\"user\", 1)]);"));

    // An event with required keys and an optional one, and a span.
    private static string Code(string statement, string types = "") =>
        $$"""
        {{Snippet.Usings}}
        [assembly: DeclaredEvent("job.done")]
        [assembly: DeclaredField("job.done", DeclaredFieldPart.Measurement, "duration", DeclaredType.Number)]
        [assembly: DeclaredField("job.done", DeclaredFieldPart.Metadata, "route", DeclaredType.Any)]
        [assembly: DeclaredField("job.done", DeclaredFieldPart.Metadata, "user", DeclaredType.Any, IsOptional = true)]
        [assembly: DeclaredEvent("job.start", Span = "job")]
        [assembly: DeclaredField("job.start", DeclaredFieldPart.Metadata, "job", DeclaredType.Any)]
        [assembly: DeclaredEvent("job.stop", Span = "job")]
        [assembly: DeclaredField("job.stop", DeclaredFieldPart.Measurement, "items", DeclaredType.Any)]

        internal static class Events
        {
            internal const string Wrong = "duraton";
            internal static readonly EventName Name = EventName.Parse("job.done");
            internal static readonly TelemetryEvent Done = TelemetryDispatcher.Default.GetEvent("job.done");
            internal static TelemetryEvent Changeable = TelemetryDispatcher.Default.GetEvent("job.done");
            internal static readonly KeyValuePair<string, MetadataValue>[] More = [new("route", 1)];
            internal static readonly Dictionary<string, MetadataValue> Fields = new() { ["route"] = 1 };

            internal static TelemetryEvent Also => TelemetryDispatcher.Default.GetEvent(Name);

            internal static void Build(int state, EventBuilder e)
            {
            }
        }

        {{types}}
        {{Snippet.Class(statement)}}
        """;
}
