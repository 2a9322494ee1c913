using Telemetry.Analyzers.CodeFixes;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<DuplicateKeyAnalyzer, DuplicateKeyCodeFixProvider>;

public sealed class DuplicateKeyAnalyzerTests
{
    [Theory]
    [InlineData("@event.Execute([new(\"count\", 1), new([|\"count\"|], 2)]);")]
    [InlineData("@event.Execute([new(\"count\", 1), new([|\"Count\"|], 2)]);")]
    [InlineData("@event.Execute([new(\"count\", 1)], [new(\"a\", 1), new(\"b\", 2), new([|\"a\"|], 3)]);")]
    [InlineData("@event.Execute([new(\"count\", 1), new([|\"count\"|], 2), new([|\"count\"|], 3)]);")]
    [InlineData("@event.Execute([new(key: \"count\", value: 1), new(value: 2, key: [|\"count\"|])]);")]
    [InlineData("@event.Execute([KeyValuePair.Create<string, MeasurementValue>(\"count\", 1), new([|\"count\"|], 2)]);")]
    [InlineData("const string Key = \"count\"; @event.Execute([new(\"count\", 1), new([|Key|], 2)]);")]
    [InlineData("dispatcher.Execute(\"job.done\", [new(\"count\", 1), new([|\"count\"|], 2)]);")]
    [InlineData("source.Start([new(\"route\", 1), new([|\"route\"|], 2)]);")]
    [InlineData("var fields = new KeyValuePair<string, MeasurementValue>[] { new(\"count\", 1), new([|\"count\"|], 2) };")]
    [InlineData(
        "var fields = new[] { new KeyValuePair<string, MetadataValue>(\"a\", 1), new KeyValuePair<string, MetadataValue>([|\"a\"|], 2) };")]
    [InlineData("List<KeyValuePair<string, MeasurementValue>> fields = [new(\"count\", 1), new([|\"count\"|], 2)];")]
    [InlineData("var fields = new Dictionary<string, MeasurementValue> { [\"count\"] = 1, [[|\"Count\"|]] = 2 };")]
    [InlineData("Dictionary<string, MetadataValue> fields = new() { { \"count\", 1 }, { [|\"count\"|], 2 } };")]
    [InlineData("@event.Execute(1, static (state, e) => e.Measurement(\"count\", 1).Metadata(\"a\", 2).Measurement([|\"Count\"|], 3));")]
    public Task Key_that_occurs_twice_is_found(string statement) => Verify.FindsInMethodAsync(statement);

    [Theory]
    [InlineData("@event.Execute([new(\"count\", 1), new(\"counts\", 2)]);")]
    [InlineData("@event.Execute([new(\"count\", 1)], [new(\"count\", 2)]);")]
    [InlineData("string key = \"count\"; @event.Execute([new(\"count\", 1), new(key, 2)]);")]
    [InlineData("var counts = new Dictionary<string, int> { [\"count\"] = 1, [\"Count\"] = 2 };")]
    [InlineData("KeyValuePair<string, int>[] counts = [new(\"count\", 1), new(\"count\", 2)];")]
    [InlineData("string[] keys = [\"count\", \"count\"];")]
    [InlineData("@event.Execute(1, static (state, e) => e.Measurement(\"count\", 1).Metadata(\"count\", 2));")]
    [InlineData("@event.Execute(1, static (state, e) => { if (state > 0) e.Metadata(\"a\", 1); else e.Metadata(\"a\", 2); });")]
    [InlineData("@event.Execute([new(\"count\", 1)]); @event.Execute([new(\"count\", 2)]);")]
    public Task Other_keys_are_not(string statement) => Verify.FindsInMethodAsync(statement);

    [Theory]
    [InlineData(
        "@event.Execute([new(\"count\", 1), new([|\"Count\"|], 2)]);",
        "The key 'Count' occurs twice in the measurements, and only its last value counts. Keys ignore case. "
        + "Remove or rename one of the entries.")]
    [InlineData(
        "source.Start([new(\"a\", 1), new([|\"a\"|], 2)]);",
        "The key 'a' occurs twice in the metadata, and only its last value counts. Keys ignore case. "
        + "Remove or rename one of the entries.")]
    public Task Message_says_what_to_do(string statement, string message) => Verify.SaysAsync(statement, message);

    [Theory]
    [InlineData(
        "@event.Execute([new(\"count\", 1), new(\"other\", 3), new([|\"Count\"|], 2)]);",
        "@event.Execute([new(\"other\", 3), new(\"Count\", 2)]);")]
    [InlineData(
        "var fields = new KeyValuePair<string, MeasurementValue>[] { new(\"count\", 1), new([|\"count\"|], 2) };",
        "var fields = new KeyValuePair<string, MeasurementValue>[] { new(\"count\", 2) };")]
    [InlineData(
        "var fields = new Dictionary<string, MeasurementValue> { [\"count\"] = 1, [[|\"count\"|]] = 2 };",
        "var fields = new Dictionary<string, MeasurementValue> { [\"count\"] = 2 };")]
    [InlineData(
        "@event.Execute(1, static (state, e) => e.Measurement(\"count\", 1).Metadata(\"a\", 2).Measurement([|\"count\"|], 3));",
        "@event.Execute(1, static (state, e) => e.Metadata(\"a\", 2).Measurement(\"count\", 3));")]
    public Task Entry_without_effect_is_removed(string statement, string expected) => Verify.FixesInMethodAsync(statement, expected);

    [Fact]
    public Task Several_are_removed_at_once() => Verify.FixesInMethodAsync(
        """
        @event.Execute([new("a", 1), new([|"a"|], 2)]);
        @event.Execute([new("b", 1), new([|"b"|], 2)]);
        """,
        """
        @event.Execute([new("a", 2)]);
        @event.Execute([new("b", 2)]);
        """);
}
