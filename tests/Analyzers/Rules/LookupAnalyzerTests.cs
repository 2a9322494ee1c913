using Telemetry.Analyzers.CodeFixes;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<LookupAnalyzer, LookupCodeFixProvider>;

public sealed class LookupAnalyzerTests
{
    [Theory]
    [InlineData("for (int i = 0; i < 3; i++) { [|dispatcher.GetEvent(\"job.done\")|].Execute(); }")]
    [InlineData("for (int i = 0; [|dispatcher.HasHandlers(\"job.done\")|]; i++) { }")]
    [InlineData("foreach (int i in new[] { 1 }) [|dispatcher.Execute(\"job.done\")|];")]
    [InlineData("while (true) { [|dispatcher.GetSpanSource(\"job\")|].Start().Stop(); }")]
    [InlineData("do { [|TelemetryDispatcher.Default.Execute(\"job.done\", [new(\"count\", 1)])|]; } while (true);")]
    [InlineData("await foreach (int i in default(IAsyncEnumerable<int>)!) { [|dispatcher.Execute(\"job.done\", 5)|]; }")]
    [InlineData("while (true) { switch (1) { case 1: [|dispatcher.Execute(\"job.done\")|]; break; } }")]
    [InlineData("while (true) { if (dispatcher is null) { return; } [|dispatcher.Execute(\"job.done\")|]; }")]
    [InlineData("while (true) { const string Name = \"job.done\"; [|dispatcher.Execute(Name)|]; }")]
    [InlineData("dispatcher.Attach(\"id\", \"a\", (in EventData data, object? config) => [|dispatcher.Execute(\"b\")|]);")]
    [InlineData(
        "dispatcher.Attach(\"id\", \"a\", static (in EventData data, object? config) => [|TelemetryDispatcher.Default.Execute(\"b\")|]);")]
    [InlineData("TelemetryHandler run = (in EventData data, object? config) => { [|dispatcher.Execute(\"b\")|]; };")]
    [InlineData("dispatcher.AttachAsync(\"id\", \"a\", async (record, token) => { await Task.Yield(); [|dispatcher.Execute(\"b\")|]; });")]
    [InlineData("void Handle(in EventData data, object? config) => [|dispatcher.Execute(\"b\")|];")]
    public Task Look_up_that_is_repeated_is_found(string statement) => Verify.FindsInMethodAsync(statement);

    [Theory]
    [InlineData("dispatcher.GetEvent(\"job.done\");")]
    [InlineData("for (var e = dispatcher.GetEvent(\"job.done\"); e.HasHandlers;) { e.Execute(); }")]
    [InlineData("foreach (char c in dispatcher.GetEvent(\"job.done\").ToString()) { }")]
    [InlineData("foreach (string name in new[] { \"a\" }) { dispatcher.Execute(name); }")]
    [InlineData("foreach (string name in new[] { \"a\" }) { dispatcher.Execute($\"job.{name}\"); }")]
    [InlineData("while (true) { var other = new TelemetryDispatcher(); other.Execute(\"job.done\"); }")]
    [InlineData("while (true) { dispatcher = new TelemetryDispatcher(); dispatcher.Execute(\"job.done\"); }")]
    [InlineData("foreach (TelemetryDispatcher other in new[] { dispatcher }) { other.Execute(\"job.done\"); }")]
    [InlineData("while (true) { if (dispatcher.GetEvents().Count > 0) { dispatcher.Execute(\"job.done\"); return; } }")]
    [InlineData("while (true) { if (dispatcher.GetEvents().Count > 0) { dispatcher.Execute(\"job.done\"); break; } }")]
    [InlineData("while (true) { dispatcher.Execute(\"job.failed\"); throw new InvalidOperationException(); }")]
    [InlineData("while (true) { Action run = () => dispatcher.Execute(\"job.done\"); }")]
    [InlineData("while (true) { @event.Execute(); source.Start().Stop(); }")]
    [InlineData("while (true) { dispatcher.Attach(\"id\", \"job.done\", handler); }")]
    [InlineData("Action run = () => dispatcher.Execute(\"job.done\");")]
    [InlineData("void Run(object? config) => dispatcher.Execute(\"job.done\");")]
    public Task Other_look_up_is_not(string statement) => Verify.FindsInMethodAsync(statement);

    [Fact]
    public Task Method_that_is_a_handler_is_searched() => Verify.FindsAsync(
        $$"""
        {{Snippet.Usings}}

        internal sealed class Handlers(TelemetryDispatcher dispatcher)
        {
            private readonly TelemetryDispatcher _dispatcher = dispatcher;

            public static void Main()
            {
            }

            public void Handle(in EventData data, object? config) => [|_dispatcher.Execute("b")|];

            public void Other(EventData data, object? config) => _dispatcher.Execute("b");
        }
        """);

    [Fact]
    public Task Message_says_where_to_keep_the_handle() => Verify.SaysAsync(
        "while (true) { [|dispatcher.Execute(\"job.done\")|]; }",
        "'job.done' is looked up by its name each time. "
        + "Look it up once, and keep the TelemetryEvent in a static readonly field or a variable.");

    [Theory]
    [InlineData("[|TelemetryDispatcher.Default.GetEvent(\"job.done\")|].Execute()", "s_done.Execute()")]
    [InlineData("[|TelemetryDispatcher.Default.Execute(\"job.done\", 5)|]", "s_done.Execute(5)")]
    [InlineData("[|TelemetryDispatcher.Default.Execute(name: \"job.done\", value: 5)|]", "s_done.Execute(value: 5)")]
    [InlineData("[|TelemetryDispatcher.Default.Execute(\"job.done\")|]", "s_done.Execute()")]
    [InlineData("Console.WriteLine([|TelemetryDispatcher.Default.HasHandlers(\"job.done\")|])", "Console.WriteLine(s_done.HasHandlers)")]
    public Task Handle_of_the_process_is_kept_in_a_field(string statement, string expected) => Verify.FixesAsync(
        Program(string.Empty, $"while (true)\n        {{\n            {statement};\n        }}"),
        Program(
            """
                private static readonly TelemetryEvent s_done = TelemetryDispatcher.Default.GetEvent("job.done");


            """,
            $"while (true)\n        {{\n            {expected};\n        }}"));

    [Fact]
    public Task Handles_are_kept_behind_other_fields_and_shared() => Verify.FixesAsync(
        Program(
            """
                private static readonly int s_done = 5;


            """,
            """
            while (s_done > 0)
                    {
                        [|TelemetryDispatcher.Default.Execute("job.done", 1)|];
                        [|TelemetryDispatcher.Default.Execute("job.done", 2)|];
                        [|TelemetryDispatcher.Default.GetSpanSource("job.item-copy")|].Start().Stop();
                    }
            """),
        Program(
            """
                private static readonly int s_done = 5;
                private static readonly TelemetryEvent s_done2 = TelemetryDispatcher.Default.GetEvent("job.done");
                private static readonly TelemetrySpanSource s_itemCopy = TelemetryDispatcher.Default.GetSpanSource("job.item-copy");


            """,
            """
            while (s_done > 0)
                    {
                        s_done2.Execute(1);
                        s_done2.Execute(2);
                        s_itemCopy.Start().Stop();
                    }
            """));

    [Fact]
    public Task Handle_of_another_dispatcher_is_kept_in_a_variable() => Verify.FixesInMethodAsync(
        """
        // The rounds.
        while (true)
        {
            [|dispatcher.Execute("job.event", [new("count", 1)])|];
        }
        """,
        """
        // The rounds.
        TelemetryEvent eventHandle = dispatcher.GetEvent("job.event");
        while (true)
        {
            eventHandle.Execute([new("count", 1)]);
        }
        """);

    [Fact]
    public Task Handle_is_kept_in_a_variable_of_a_program_without_types() => Verify.FixesAsync(
        $$"""
        {{Snippet.Usings}}

        Console.WriteLine();
        while (true)
        {
            [|TelemetryDispatcher.Default.Execute("job.done", 1)|];
        }
        """,
        $$"""
        {{Snippet.Usings}}

        Console.WriteLine();
        TelemetryEvent done = TelemetryDispatcher.Default.GetEvent("job.done");
        while (true)
        {
            done.Execute(1);
        }
        """);

    [Theory]
    [InlineData("while (true) { [|dispatcher.Execute(\"job.done\", metadata: [new(\"a\", 1)])|]; }")]
    [InlineData("dispatcher.Attach(\"id\", \"a\", (in EventData data, object? config) => [|dispatcher.Execute(\"b\")|]);")]
    public Task Look_up_that_cannot_be_moved_stays(string statement) => Verify.HasNoFixInMethodAsync(statement);

    private static string Program(string fields, string statement) =>
        $$"""
        {{Snippet.Usings}}

        internal static class Program
        {
        {{fields}}    public static void Main()
            {
                {{statement}}
            }
        }
        """;
}
