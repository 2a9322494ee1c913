namespace Telemetry.Tests.Core;

/// <summary>Declarations themselves: what they contain, and what is refused.</summary>
public sealed class EventDeclarationTests
{
    [Fact]
    public void Declaration_contains_what_it_was_created_with()
    {
        var declared = new EventDeclaration(
            "web.request.done",
            "A request was answered.",
            [new("bytes", DeclaredType.Integer, "The body.", unit: "byte", metricType: "Sum", isOptional: true)],
            [new("route", DeclaredType.Text, "The route.", values: ["/a", "/b"])],
            EventName.Parse("web.request"),
            "Web");

        Assert.Equal("web.request.done", $"{declared}");
        Assert.Equal(("A request was answered.", "web.request", "Web"), (declared.Description, $"{declared.Span}", declared.Source));
        MeasurementDeclaration bytes = Assert.Single(declared.Measurements);
        Assert.Equal(
            ("bytes (Integer, optional)", "The body.", "byte", "Sum"), ($"{bytes}", bytes.Description, bytes.Unit, bytes.MetricType));
        MetadataDeclaration route = Assert.Single(declared.Metadata);
        Assert.Equal(["/a", "/b"], route.Values);
        Assert.False(route.IsOptional || route.IsOfSpan);
    }

    [Fact]
    public void Texts_that_are_not_given_are_empty_or_null()
    {
        var declared = new EventDeclaration("a", source: " ", metadata: [new("k")]);

        Assert.Equal((string.Empty, null, null), (declared.Description, declared.Source, declared.Span));
        Assert.Equal((string.Empty, DeclaredType.Any), (declared.Metadata[0].Description, declared.Metadata[0].Type));
        Assert.Empty(declared.Metadata[0].Values);
        Assert.Null(new MeasurementDeclaration("n", DeclaredType.Number, unit: "").Unit);
    }

    [Theory]
    [InlineData(DeclaredType.Any)]
    [InlineData(DeclaredType.Text)]
    [InlineData(DeclaredType.Boolean)]
    public void Measurement_is_a_number_or_a_time(DeclaredType type)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new MeasurementDeclaration("n", type));

        Assert.Contains("Declare values of other types as metadata.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_declarations_are_refused()
    {
        Assert.Throws<ArgumentException>("key", () => new MetadataDeclaration(" "));
        Assert.Throws<ArgumentNullException>("key", () => new MetadataDeclaration(null!));
        Assert.Throws<ArgumentNullException>("values", () => new MetadataDeclaration("k", values: [null!]));
        Assert.Throws<ArgumentOutOfRangeException>("type", () => new MetadataDeclaration("k", (DeclaredType)99));
        Assert.Throws<FormatException>(() => new EventDeclaration("a b"));
        Assert.Throws<ArgumentNullException>("name", () => new EventDeclaration((EventName)null!));
        Assert.Throws<ArgumentNullException>("metadata", () => new EventDeclaration("a", metadata: [null!]));
        Assert.Throws<ArgumentException>(
            "measurements",
            () => new EventDeclaration("a", measurements: [new("n", DeclaredType.Number), new("N", DeclaredType.Number)]));
        Assert.Throws<ArgumentException>("metadata", () => new EventDeclaration("a", metadata: [new("k"), new("K")]));
    }

    [Fact]
    public void Key_may_be_declared_in_both_parts() => Assert.Single(
        new EventDeclaration("a", null, [new("k", DeclaredType.Number)], [new("k")]).Metadata);
}
