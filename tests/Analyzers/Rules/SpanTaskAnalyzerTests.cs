using Telemetry.Analyzers.CodeFixes;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<SpanTaskAnalyzer, SpanTaskCodeFixProvider>;

// What the compiler also warns of, in an asynchronous method, is not marked: it is no error.
public sealed class SpanTaskAnalyzerTests
{
    private const string Work = "static async span => await Task.Yield()";

    [Theory]
    [InlineData($"[|source.RunAsync({Work})|];")]
    [InlineData($"[|source.Run({Work})|];")]
    [InlineData("[|source.Run(static span => Task.FromResult(1))|];")]
    [InlineData("[|source.RunValueTaskAsync(static span => default(ValueTask))|];")]
    [InlineData("[|source.RunAsync(1, static async (span, state) => { await Task.Yield(); return state; })|];")]
    [InlineData($"[|source.RunAsync({Work})|].ConfigureAwait(false);")]
    [InlineData($"source?[|.RunAsync({Work})|];")]
    [InlineData($"Action run = () => [|source.RunAsync({Work})|];")]
    [InlineData($"void Run() => [|source.RunAsync({Work})|];")]
    public Task Task_that_is_lost_is_found(string statement) => Verify.FindsInMethodAsync(statement);

    [Theory]
    [InlineData($"await source.RunAsync({Work});")]
    [InlineData($"await source.RunAsync({Work}).ConfigureAwait(false);")]
    [InlineData($"Task task = source.RunAsync({Work});")]
    [InlineData($"Task task; task = source.RunAsync({Work});")]
    [InlineData($"_ = source.RunAsync({Work});")]
    [InlineData($"await Task.WhenAll(source.RunAsync({Work}), source.RunAsync({Work}));")]
    [InlineData($"source.RunAsync({Work}).Wait();")]
    [InlineData($"source.RunAsync({Work}).GetAwaiter().GetResult();")]
    [InlineData($"Func<Task> run = () => source.RunAsync({Work});")]
    [InlineData($"Task Run() => source.RunAsync({Work});")]
    [InlineData($"Task Run() {{ return source.RunAsync({Work}); }}")]
    [InlineData("source.Run(static span => { });")]
    [InlineData("source.Run(static span => 5);")]
    [InlineData("using TelemetrySpan span = source.Start();")]
    [InlineData("Task.Run(() => { });")]
    public Task Task_that_is_kept_is_not(string statement) => Verify.FindsInMethodAsync(statement);

    [Fact]
    public Task Message_says_what_to_do() => Verify.SaysAsync(
        $"[|source.RunAsync({Work})|];",
        "The task of RunAsync is neither awaited nor kept, so the code continues before the span ends, and an exception is lost. "
        + "Await it.");

    [Theory]
    [InlineData($"[|source.RunAsync({Work})|];", $"await source.RunAsync({Work});")]
    [InlineData($"[|source.RunAsync({Work})|].ConfigureAwait(false);", $"await source.RunAsync({Work}).ConfigureAwait(false);")]
    [InlineData($"async Task Run() => [|source.RunAsync({Work})|];", $"async Task Run() => await source.RunAsync({Work});")]
    [InlineData(
        $"Func<Task> run = async () => {{ await Task.Yield(); [|source.RunAsync({Work})|]; }};",
        $"Func<Task> run = async () => {{ await Task.Yield(); await source.RunAsync({Work}); }};")]
    public Task Task_is_awaited_in_a_function_that_awaits(string statement, string expected) =>
        Verify.FixesInMethodAsync(statement, expected);

    [Fact]
    public Task Task_is_awaited_in_the_statements_of_a_program() => Verify.FixesAsync(
        $"{Snippet.Usings}\n\nvar source = new TelemetryDispatcher().GetSpanSource(\"job\");\n[|source.RunAsync({Work})|];\n",
        $"{Snippet.Usings}\n\nvar source = new TelemetryDispatcher().GetSpanSource(\"job\");\nawait source.RunAsync({Work});\n");

    [Fact]
    public Task Several_are_awaited_at_once() => Verify.FixesInMethodAsync(
        $"[|source.RunAsync({Work})|];\n[|source.Run({Work})|];", $"await source.RunAsync({Work});\nawait source.Run({Work});");

    [Theory]
    [InlineData($"Action run = () => [|source.RunAsync({Work})|];")]
    [InlineData($"void Run() {{ [|source.RunAsync({Work})|]; }}")]
    [InlineData($"source?[|.RunAsync({Work})|];")]
    [InlineData($"lock (source) {{ [|source.RunAsync({Work})|]; }}")]
    public Task Function_that_cannot_await_is_not_changed(string statement) => Verify.HasNoFixInMethodAsync(statement);
}
