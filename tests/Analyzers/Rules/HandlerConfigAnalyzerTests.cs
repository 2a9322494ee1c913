using Telemetry.Analyzers.CodeFixes;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<HandlerConfigAnalyzer, HandlerConfigCodeFixProvider>;

public sealed class HandlerConfigAnalyzerTests
{
    [Theory]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, config: [|new HandlerOptions()|]);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, [|new HandlerOptions()|], null);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, [|(object)new HandlerOptions()|]);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, [|new HandlerBuffer()|]);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, [|FailurePolicy.Keep|]);")]
    [InlineData("FailurePolicy? policy = null; dispatcher.Attach(\"id\", \"job.done\", handler, [|policy|]);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, [|new BatchOptions()|]);")]
    [InlineData("dispatcher.AttachMany(\"id\", [\"job.done\"], handler, [|new HandlerBuffer()|]);")]
    [InlineData("dispatcher.Replace(\"id\", EventPattern.Parse(\"job.*\"), handler, [|new HandlerBuffer()|]);")]
    [InlineData("dispatcher.TryAttach(\"id\", \"job.done\", handler, [|new HandlerBuffer()|], out _);")]
    public Task Options_passed_as_the_config_are_found(string statement) => Verify.FindsInMethodAsync(statement);

    [Theory]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, new HandlerOptions());")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, options: new HandlerOptions());")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, new List<string>(), new HandlerOptions());")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, null, null);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler);")]
    [InlineData("object config = \"any\"; dispatcher.Attach(\"id\", \"job.done\", handler, config);")]
    [InlineData("dispatcher.TryAttach(\"id\", \"job.done\", handler, new HandlerOptions(), out _);")]
    [InlineData("dispatcher.Attach(\"id\", \"job.done\", handler, dispatcher);")]
    public Task Other_values_are_not(string statement) => Verify.FindsInMethodAsync(statement);

    [Theory]
    [InlineData(
        "dispatcher.Attach(\"id\", \"job.done\", handler, config: [|new HandlerOptions()|]);",
        "A HandlerOptions is passed as the config, which only reaches the handler. Pass it as the argument 'options'.")]
    [InlineData(
        "dispatcher.Attach(\"id\", \"job.done\", handler, [|new HandlerBuffer()|]);",
        "A HandlerBuffer is passed as the config, which only reaches the handler. "
        + "Set it as the Buffer of a HandlerOptions, and pass that as the argument 'options'.")]
    [InlineData(
        "dispatcher.Attach(\"id\", \"job.done\", handler, [|new BatchOptions()|]);",
        "A BatchOptions is passed as the config, which only reaches the handler. Pass it to AttachBatchAsync, as the argument 'batch'.")]
    public Task Message_says_where_they_belong(string statement, string message) => Verify.SaysAsync(statement, message);

    [Theory]
    [InlineData("config: [|new HandlerOptions()|]", "options: new HandlerOptions()")]
    [InlineData("[|new HandlerOptions()|], null", "options: new HandlerOptions()")]
    [InlineData("config: [|new HandlerOptions()|], options: null", "options: new HandlerOptions()")]
    [InlineData("[|(object)new HandlerOptions()|]", "options: new HandlerOptions()")]
    [InlineData("[|new HandlerBuffer()|]", "options: new HandlerOptions { Buffer = new HandlerBuffer() }")]
    [InlineData("[|FailurePolicy.Keep|]", "options: new HandlerOptions { FailurePolicy = FailurePolicy.Keep }")]
    public Task They_are_passed_as_options(string arguments, string expected) => Verify.FixesInMethodAsync(
        $"dispatcher.Attach(\"id\", \"job.done\", handler, {arguments});",
        $"dispatcher.Attach(\"id\", \"job.done\", handler, {expected});");

    [Fact]
    public Task They_are_passed_as_options_before_the_result() => Verify.FixesInMethodAsync(
        "dispatcher.TryAttach(\"id\", \"job.done\", handler, [|new HandlerBuffer()|], out _);",
        "dispatcher.TryAttach(\"id\", \"job.done\", handler, options: new HandlerOptions { Buffer = new HandlerBuffer() }, out _);");

    [Theory]
    [InlineData("[|new BatchOptions()|]")]
    [InlineData("[|new HandlerBuffer()|], new HandlerOptions()")]
    [InlineData("config: [|new HandlerBuffer()|], options: new HandlerOptions()")]
    public Task They_stay_where_other_options_are_passed(string arguments) =>
        Verify.HasNoFixInMethodAsync($"dispatcher.Attach(\"id\", \"job.done\", handler, {arguments});");
}
