using Telemetry.Analyzers.CodeFixes;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<EventNameAnalyzer, EventNameCodeFixProvider>;

public sealed class EventNameAnalyzerTests
{
    [Theory]
    [InlineData("dispatcher.GetEvent([|\"\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job..done\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job.done.\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job done\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job.\\u200Bdone\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job.*\"|]);")]
    [InlineData("const string Name = \"job.\"; dispatcher.GetEvent([|Name + \"\"|]);")]
    [InlineData("dispatcher.GetEvent(name: [|$\"{\"job\"}.\"|]);")]
    [InlineData("dispatcher.GetSpanSource([|\"job.\"|]);")]
    [InlineData("DispatcherSpanExtensions.GetSpanSource(dispatcher, [|\"job.\"|]);")]
    [InlineData("dispatcher.Execute([|\"job.\"|], [new(\"count\", 1)]);")]
    [InlineData("dispatcher.Execute([|\"job.\"|], 5);")]
    [InlineData("dispatcher.HasHandlers([|\"job.\"|]);")]
    [InlineData("dispatcher.List([|\"job.\"|]);")]
    [InlineData("dispatcher.WatchHandlers([|\"job.*\"|], static _ => { });")]
    [InlineData("dispatcher.Attach(\"my id.\", [|\"job.\"|], handler);")]
    [InlineData("dispatcher.TryAttach(\"id\", [|\"job.*\"|], handler, null, out _);")]
    [InlineData("dispatcher.AttachAsync(\"id\", [|\"job.*\"|], static async (record, token) => await Task.Yield());")]
    [InlineData("dispatcher.AttachMany(\"id\", [\"job.start\", [|\"job.\"|]], handler);")]
    [InlineData("dispatcher.AttachMany(\"id\", new[] { \"job.start\", [|\"job.*\"|] }, handler);")]
    [InlineData("dispatcher.AttachMany(\"id\", new List<string> { [|\"job.\"|] }, handler);")]
    [InlineData("dispatcher.Replace(\"id\", [|\"job.\"|], handler);")]
    [InlineData("EventName.Parse([|\"job.\"|]);")]
    [InlineData("EventName.Parse(\"job\").Append([|\".done\"|]);")]
    [InlineData("EventName.FromSegments(\"job\", [|\"a.b\"|], [|\"\"|]);")]
    [InlineData("EventPattern.Parse([|\"job.[ab]\"|]);")]
    [InlineData("EventPattern.Parse([|\"job..*\"|]);")]
    [InlineData("EventRecorder.Start(dispatcher, \"job.*\", [|\"job..*\"|]);")]
    [InlineData("using EventRecorder recorder = EventRecorder.Start(dispatcher); recorder.AssertSingle([|\"job.\"|]);")]
    [InlineData("new EventDeclaration([|\"job.\"|]);")]
    public Task Name_that_is_not_valid_is_found(string statement) => Verify.FindsInMethodAsync(statement);

    [Theory]
    [InlineData("DeclaredEvent([|\"job.\"|])")]
    [InlineData("DeclaredField([|\"job.\"|], DeclaredFieldPart.Measurement, \"count\", DeclaredType.Integer)")]
    public Task Name_that_is_not_valid_is_found_in_declarations(string attribute) =>
        Verify.FindsAsync($"using Telemetry;\n[assembly: {attribute}]\nclass Program {{ static void Main() {{ }} }}");

    [Theory]
    [InlineData("dispatcher.GetEvent(\"job\");")]
    [InlineData("dispatcher.GetEvent(\"Job-1.done_now.\\u00E9t\\u00E9\");")]
    [InlineData("dispatcher.GetEvent(string.Join(\".\", \"job\", \"\"));")]
    [InlineData("string name = \"job.\"; dispatcher.GetEvent(name);")]
    [InlineData("dispatcher.Attach(\"my id.*\", \"job.done\", handler);")]
    [InlineData("dispatcher.Attach(\"id\", EventPattern.Parse(\"job.*\"), handler);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, \"not a name.\");")]
    [InlineData("dispatcher.Detach(\"job.\");")]
    [InlineData("dispatcher.TryGetEvent(\"job.\", out _);")]
    [InlineData("EventName.TryParse(\"job.\", out _);")]
    [InlineData("EventPattern.TryParse(\"job.[\", out _);")]
    [InlineData("EventPattern.Parse(\"job.?one\");")]
    [InlineData("EventName.FromSegments(\"job\", \"done\");")]
    [InlineData("dispatcher.Execute(\"job.done\", [new(\"any key.\", 1)]);")]
    [InlineData("dispatcher.List((string)null!);")]
    [InlineData("@event.Execute([new(\"job.\", 1)]);")]
    public Task Other_text_is_not(string statement) => Verify.FindsInMethodAsync(statement);

    [Fact]
    public Task Method_of_another_library_is_not() => Verify.FindsAsync(
        $$"""
        {{Snippet.Usings}}

        new Other.TelemetryDispatcher().GetEvent("job.");

        namespace Other
        {
            public sealed class TelemetryDispatcher
            {
                public void GetEvent(string name)
                {
                }
            }
        }
        """);

    [Theory]
    [InlineData(
        "dispatcher.GetEvent([|\"job..done\"|]);",
        "'job..done' is not an event name: it has an empty segment. "
        + "Write one or more segments, separated by dots, as in 'web.request.done'.")]
    [InlineData(
        "dispatcher.Attach(\"id\", [|\"job.*\"|], handler);",
        "'job.*' is not an event name: it contains a wildcard character, and must name exactly one event. "
        + "To handle all events that match, pass EventPattern.Parse(\"job.*\").")]
    [InlineData(
        "dispatcher.GetEvent([|\"job.\\u200Bdone\"|]);",
        "'job.<U+200B>done' is not an event name: it contains an invisible character or a format character (U+200B). "
        + "Write one or more segments, separated by dots, as in 'web.request.done'.")]
    [InlineData(
        "EventName.FromSegments([|\"a.b\"|]);",
        "'a.b' is not a segment of an event name: it contains a dot. Pass each segment separately, without dots.")]
    public Task Message_says_what_to_write(string statement, string message) => Verify.SaysAsync(statement, message);

    [Theory]
    [InlineData("job..done", "job.done")]
    [InlineData(".job.done.", "job.done")]
    [InlineData(" job.done ", "job.done")]
    [InlineData("job.is done", "job.is_done")]
    [InlineData("job.\\u200Bdone", "job.done")]
    public Task Name_is_corrected(string name, string expected) => Verify.FixesInMethodAsync(
        $"dispatcher.GetEvent([|\"{name}\"|]);", $"dispatcher.GetEvent(\"{expected}\");");

    [Theory]
    [InlineData("dispatcher.GetEvent([|\"\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"...\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job.[x]\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job.*\"|]);")]
    [InlineData("const string Name = \"job.\"; dispatcher.GetEvent([|Name|]);")]
    [InlineData("EventPattern.Parse([|\"job..*\"|]);")]
    public Task Name_that_could_be_meant_otherwise_is_not_corrected(string statement) => Verify.HasNoFixInMethodAsync(statement);

    [Theory]
    [InlineData("Attach(\"id\", {0}, handler)")]
    [InlineData("Replace(\"id\", {0}, handler)")]
    [InlineData("AttachAsync(\"id\", {0}, static async (record, token) => await Task.Yield())")]
    public Task Pattern_is_passed_as_one(string call) => Verify.FixesInMethodAsync(
        $"dispatcher.{string.Format(null, call, "[|\"job.*\"|]")};",
        $"dispatcher.{string.Format(null, call, "EventPattern.Parse(\"job.*\")")};");

    [Fact]
    public Task Several_are_corrected_at_once() => Verify.FixesInMethodAsync(
        """
        dispatcher.Attach("a", [|"job.*"|], handler);
        dispatcher.Attach("b", [|"web.*"|], handler);
        dispatcher.GetEvent([|"job..done"|]);
        """,
        """
        dispatcher.Attach("a", EventPattern.Parse("job.*"), handler);
        dispatcher.Attach("b", EventPattern.Parse("web.*"), handler);
        dispatcher.GetEvent("job.done");
        """,

        // One for the patterns, and one for the names.
        test => test.NumberOfFixAllIterations = 2);
}
