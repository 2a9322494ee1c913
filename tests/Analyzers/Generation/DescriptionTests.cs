namespace Telemetry.Analyzers.Tests;

/// <summary>The declarations that an assembly carries, and the sources of their texts.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public void Texts_are_those_of_the_documentation_unless_attributes_have_others()
    {
        EventDeclaration declared = Assert.Single(Declare(
            """
            /// <summary>
            /// A report was <c>saved</c>, see <see cref="Telemetry.TelemetryEvent"/> &amp; <paramref name="path"/>.
            /// </summary>
            /// <param name="lines">The number of lines.</param>
            /// <param name="path">The path.</param>
            [TelemetryEvent("library.saved")]
            static partial void Saved(
                [Measurement(Unit = "line", MetricType = "Sum")] int lines,
                [Metadata(Description = "The \"file\".")] string path,
                [Metadata(Values = new[] { "a", "b" })] string? kind,
                System.DayOfWeek day);
            """));

        Assert.Equal("A report was saved, see TelemetryEvent & path.", declared.Description);
        MeasurementDeclaration lines = declared.Measurements[0];
        Assert.Equal(
            ("lines (Integer)", "The number of lines.", "line", "Sum"), ($"{lines}", lines.Description, lines.Unit, lines.MetricType));
        Assert.Equal(("path (Text)", "The \"file\"."), ($"{declared.Metadata[0]}", declared.Metadata[0].Description));
        Assert.Equal(("kind (Text, optional)", "a b"), ($"{declared.Metadata[1]}", string.Join(' ', declared.Metadata[1].Values)));
        Assert.Equal("Sunday Monday", string.Join(' ', declared.Metadata[2].Values.Take(2)));
        Assert.Null(declared.Span);
    }

    [Fact]
    public void Texts_of_attributes_take_precedence()
    {
        EventDeclaration declared = Assert.Single(Declare(
            """
            /// <summary>Not this.</summary>
            [TelemetryEvent("library.saved", Description = "This.")]
            static partial void Saved();
            """));

        Assert.Equal("This.", declared.Description);
    }

    [Fact]
    public void Events_of_a_span_have_its_text()
    {
        IReadOnlyList<EventDeclaration> declared = Declare(
            """
            /// <summary>A request is handled.</summary>
            [TelemetrySpan("library.request")]
            [Metadata("outcome", Description = "The outcome.")]
            internal static partial TelemetrySpan StartRequest(
                string route);
            """);

        Assert.Equal(
            ["The span starts. A request is handled.", "The span ends. A request is handled.", "The span fails. A request is handled."],
            declared.Select(one => one.Description));
        Assert.Equal("The outcome.", declared[1].Metadata[0].Description);
    }

    [Theory]
    [InlineData("duration", "duration")]
    [InlineData("userId", "user_id")]
    [InlineData("UserID", "user_id")]
    [InlineData("httpStatusCode", "http_status_code")]
    [InlineData("HTTPStatus", "http_status")]
    [InlineData("http2", "http2")]
    [InlineData("@event", "event")]
    [InlineData("_x", "x")]
    public void Key_is_the_name_in_snake_case(string parameter, string key) => Assert.Equal(
        key, Declare($"[TelemetryEvent(\"library.saved\")] static partial void Saved(string {parameter});")[0].Metadata[0].Key);

    [Fact]
    public void Source_is_the_assembly()
    {
        EventDeclaration declared = Declare("[TelemetryEvent(\"library.saved\")] static partial void Saved();")[0];

        Assert.StartsWith("Declared", declared.Source, StringComparison.Ordinal);
    }

    private static IReadOnlyList<EventDeclaration> Declare(string members) => EventDeclarations.FromAssembly(
        Generated.From($"using Telemetry;\nstatic partial class Events\n{{\n{members}\n}}").Load());
}
