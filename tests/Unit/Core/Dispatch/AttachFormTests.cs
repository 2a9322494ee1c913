using Microsoft.CodeAnalysis.CSharp;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Each way to call a method that attaches: it does what is meant, or does not compile.</summary>
[Trait("Category", "Slow")]
public sealed class AttachFormTests
{
    // The arguments after the handler, and what they mean.
    private static readonly (string Arguments, string Expected)[] s_tails =
    [
        ("options", "null Keep"),
        ("new HandlerOptions { FailurePolicy = FailurePolicy.Keep }", "null Keep"),
        ("config", "config Detach"),
        ("config, options", "config Keep"),
        ("null, options", "null Keep"),
        ("default, options", "null Keep"),
        ("null", "null Detach"),
        ("default", "null Detach"),
        ("config, null", "config Detach"),
        ("null, null", "null Detach"),
        ("hidden", nameof(ArgumentException)),
        ("FailurePolicy.Keep", nameof(ArgumentException)),
        ("new HandlerBuffer()", nameof(ArgumentException)),
        ("options, options", nameof(ArgumentException)),
    ];

    private static readonly (string Arguments, string Expected)[] s_namedTails =
    [
        ("options: options", "null Keep"),
        ("config: config", "config Detach"),
        ("options: options, config: config", "config Keep"),
        ("config: options", nameof(ArgumentException)),
    ];

    private static readonly string[] s_single = ["name", "\"e\"", "pattern"];

    private static readonly string[] s_many =
        ["new[] { name }", "new[] { \"e\" }", "new[] { pattern }", "new List<EventName> { name }", "new List<string> { \"e\" }"];

    public static TheoryData<string, string> Methods()
    {
        var methods = new TheoryData<string, string>();
        foreach ((string method, string[] events) in new[]
        {
            ("Attach", s_single), ("AttachMany", s_many), ("TryAttach", s_single), ("TryAttachMany", s_many),
            ("Replace", s_single), ("Replace", s_many),
        })
        {
            foreach (string attachedTo in events)
            {
                methods.Add(method, attachedTo);
            }
        }

        return methods;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Options_are_options_and_a_config_is_a_config_wherever_they_are(string method, string attachedTo) =>
        AssertMeaning(method, attachedTo, LanguageVersion.Latest, isNetstandard: false);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Oldest_language_that_netstandard_is_used_from_understands_the_same(string method, string attachedTo) =>
        AssertMeaning(method, attachedTo, LanguageVersion.CSharp7_3, isNetstandard: true);

    [Theory]
    [InlineData("Of(dispatcher.AttachMany(\"h\", [\"e\"], handler, options))", "null Keep")]
    [InlineData("Of(dispatcher.AttachMany(\"h\", [name], handler, options))", "null Keep")]
    [InlineData("Of(dispatcher.AttachMany(\"h\", [pattern], handler, options))", "null Keep")]
    [InlineData("Of(dispatcher.Replace(\"h\", [name], handler, options))", "null Keep")]
    [InlineData("Of(dispatcher.TryAttachMany(\"h\", [name], handler, options, out HandlerRegistration r), r)", "True null Keep")]
    [InlineData("Of(dispatcher.Attach(\"h\", \"e\", static (in EventData data, object given) => { }, options))", "null Keep")]
    [InlineData("dispatcher.Attach(\"h\", \"e\", handler, options, config)", "CS1503")]
    [InlineData("dispatcher.AttachMany(\"h\", [], handler)", "CS0121")]
    [InlineData("dispatcher.AttachMany(\"h\", null, handler)", "CS0121")]
    [InlineData("dispatcher.AttachMany(\"h\", default, handler)", "CS0121")]
    [InlineData("dispatcher.AttachMany(\"h\", \"e\", handler)", "CS1503")]
    [InlineData("dispatcher.Attach(\"h\", null, handler)", "CS0121")]
    [InlineData("dispatcher.Attach(\"h\", new[] { name }, handler)", "CS1503")]
    [InlineData("dispatcher.Attach(\"h\", \"e*\", handler)", nameof(FormatException))]
    public void Call_does_what_is_meant_or_does_not_compile(string call, string expected) =>
        Assert.Equal(expected, Snippet.Evaluate(call));

    [Fact]
    public void Name_with_a_wildcard_is_told_how_a_pattern_is_given()
    {
        var dispatcher = new TelemetryDispatcher();

        Exception[] refusals =
        [
            Assert.Throws<FormatException>(() => dispatcher.Attach("h", "job.*", Handlers.Nothing)),
            Assert.Throws<FormatException>(() => dispatcher.AttachMany("h", ["a", "job.*"], Handlers.Nothing)),
            Assert.Throws<FormatException>(() => dispatcher.Replace("h", ["job.*"], Handlers.Nothing)),
        ];

        Assert.All(refusals, refusal => Assert.Contains("EventPattern.Parse(\"job.*\")", refusal.Message, StringComparison.Ordinal));
        Assert.Empty(dispatcher.List());
    }

    [Fact]
    public void Options_in_the_place_of_the_config_are_told_where_they_belong()
    {
        var dispatcher = new TelemetryDispatcher();
        object hidden = new HandlerOptions();

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => dispatcher.Attach("h", "e", Handlers.Nothing, hidden));

        Assert.Contains("'options'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(dispatcher.List());
    }

    private static void AssertMeaning(string method, string attachedTo, LanguageVersion version, bool isNetstandard)
    {
        bool isTry = method.StartsWith("Try", StringComparison.Ordinal);
        (string Arguments, string Expected)[] tails = isTry ? s_tails : [.. s_tails, .. s_namedTails];

        string[] results = Snippet.Evaluate(
            tails.Select(tail => isTry
                ? $"Of(dispatcher.{method}(\"h\", {attachedTo}, handler, {tail.Arguments}, out HandlerRegistration r), r)"
                : $"Of(dispatcher.{method}(\"h\", {attachedTo}, handler, {tail.Arguments}))"),
            version,
            isNetstandard);

        Assert.Equal(
            tails.Select(
                tail =>
                    $"{tail.Arguments}: {(isTry && tail.Expected.Contains(' ', StringComparison.Ordinal) ? "True " : "")}{tail.Expected}"),
            tails.Zip(results, (tail, result) => $"{tail.Arguments}: {result}"));
    }
}
