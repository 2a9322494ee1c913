using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Analyzers.Tests;

/// <summary>The diagnostics of declared events.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData(
        "TEL001",
        "[TelemetryEvent(\"a b\")] static partial void A();",
        "'a b' is not an event name: it contains white space. Write")]
    [InlineData("TEL001", "[TelemetryEvent(\"\")] static partial void A();", "it is empty")]
    [InlineData("TEL001", "[TelemetrySpan(\"a.*\")] static partial TelemetrySpan A();", "it contains a wildcard character")]
    [InlineData("TEL002", "[TelemetryEvent(\"a\")] static void A() { }", "Add 'partial'")]
    [InlineData("TEL002", "[TelemetryEvent(\"a\")] static partial void A(); static partial void A() { }", "Remove the body.")]
    [InlineData("TEL003", "[TelemetryEvent(\"a\")] static partial int A();", "declares an event, and must return 'void'")]
    [InlineData("TEL003", "[TelemetrySpan(\"a\")] static partial void A();", "declares a span, and must return 'TelemetrySpan'")]
    [InlineData("TEL004", "[TelemetryEvent(\"a\")] static partial void A<T>();", "neither it nor a type around it can be generic")]
    [InlineData("TEL004", "partial class B<T> { [TelemetryEvent(\"a\")] static partial void A(); }", "Remove the type parameters")]
    [InlineData(
        "TEL005",
        "[TelemetryEvent(\"a\")] static partial void A(ref int n);",
        "Parameter 'n' cannot be carried by an event: it is passed by reference")]
    [InlineData("TEL005", "[TelemetryEvent(\"a\")] static partial void A(out int n);", "Parameter 'n'")]
    [InlineData(
        "TEL005",
        "[TelemetryEvent(\"a\")] static partial void A(System.ReadOnlySpan<char> n);",
        "a value of type 'System.ReadOnlySpan<char>' cannot be kept")]
    [InlineData("TEL005", "[TelemetrySpan(\"a\")] static partial TelemetrySpan A(TelemetrySpan n, TelemetrySpan m);", "one parent")]
    [InlineData(
        "TEL006",
        "[TelemetryEvent(\"a\")] static partial void A(int n, [Measurement(\"N\")] long m);",
        "Key 'N' of event 'a' is declared twice")]
    [InlineData("TEL006", "[TelemetryEvent(\"a\")] static partial void A(string userId, string user_id);", "Key 'user_id'")]
    [InlineData(
        "TEL006",
        "[TelemetrySpan(\"a\")] [Measurement(\"duration\")] static partial TelemetrySpan A();",
        "the span adds it itself")]
    [InlineData(
        "TEL007",
        "[TelemetryEvent(\"a\")] static partial void A([Measurement] string n);",
        "'n' is a measurement of type 'string'")]
    [InlineData("TEL007", "[TelemetryEvent(\"a\")] static partial void A([Measurement] char n);", "type 'char'")]
    [InlineData("TEL007", "[TelemetrySpan(\"a\")] [Measurement(\"n\", Type = typeof(bool))] static partial TelemetrySpan A();", "'n'")]
    [InlineData(
        "TEL008",
        "[TelemetryEvent(\"a.b\")] static partial void A(); [TelemetryEvent(\"A.B\")] static partial void B();",
        "Event 'A.B' is declared by 'Events.A' already")]
    [InlineData(
        "TEL008",
        "[TelemetrySpan(\"a\")] static partial TelemetrySpan A(); [TelemetryEvent(\"a.stop\")] static partial void B();",
        "Event 'a.stop'")]
    [InlineData(
        "TEL009",
        "class B { [TelemetryEvent(\"a\")] static partial void A(); }",
        "Type 'B' contains a declared event, and is not partial. Add 'partial' to the type.")]
    [InlineData("TEL009", "partial interface B { [TelemetryEvent(\"a\")] static partial void A(); }", "is an interface")]
    [InlineData("TEL010", "[TelemetryEvent(\"a\")] [Measurement(\"n\")] static partial void A();", "Put it on a parameter")]
    [InlineData("TEL010", "[TelemetrySpan(\"a\")] [Measurement] static partial TelemetrySpan A();", "on a method it needs a key")]
    [InlineData(
        "TEL010",
        "[TelemetrySpan(\"a\")] static partial TelemetrySpan A([Measurement] int n);",
        "a span is started with metadata alone")]
    [InlineData("TEL010", "[TelemetryEvent(\"a\")] static partial void A([Metadata(\" \")] int n);", "its key is blank")]
    [InlineData(
        "TEL011",
        "[TelemetryEvent(\"a\")] static partial void A(); class APayload { }",
        "Member 'APayload' is generated for method 'A'")]
    [InlineData(
        "TEL011",
        "[TelemetryEvent(\"a\")] static partial void A(); [TelemetryEvent(\"b\")] static partial void A(int n);",
        "Rename one of them")]
    [InlineData(
        "TEL011",
        "[TelemetryEvent(\"a\")] static partial void A(); [TelemetrySpan(\"b\")] static partial TelemetrySpan StartA();",
        "'IsAEnabled'")]
    [InlineData(
        "TEL013",
        "partial class B(TelemetryDispatcher one, TelemetryDispatcher two) { [TelemetryEvent(\"a\")] partial void A(); }",
        "'one', 'two'")]
    public void Declaration_that_is_not_valid_is_an_error_that_says_what_to_do(string id, string members, string text)
    {
        var generated = Generated.From($"using Telemetry;\npartial class Events {{ {members} }}");

        Diagnostic diagnostic = Assert.Single(generated.Diagnostics.DistinctBy(found => found.Id));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Contains(text, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal("Code.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(1, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.EndsWith($"docs/diagnostics/{id}.md", diagnostic.Descriptor.HelpLinkUri, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_language_is_an_error()
    {
        var generated = Generated.From(
            "using Telemetry; partial class Events { [TelemetryEvent(\"a\")] static partial void A(); }", LanguageVersion.CSharp8);

        Assert.Equal(["TEL012"], generated.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Other_methods_are_implemented_although_one_is_not_valid()
    {
        var generated = Generated.From(
            """
            using Telemetry;
            partial class Events
            {
                [TelemetryEvent("a b")] static partial void A();
                [TelemetryEvent("c")] static partial void C();
            }
            """);

        Assert.Single(generated.Diagnostics);
        Assert.Empty(generated.Problems);
        Assert.Contains("DeclaredEvent(\"c\")", generated.Source, StringComparison.Ordinal);
    }
}
