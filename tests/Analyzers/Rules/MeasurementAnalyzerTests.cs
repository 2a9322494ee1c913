using Microsoft.CodeAnalysis.Testing;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<MeasurementAnalyzer, EmptyCodeFixProvider>;

public sealed class MeasurementAnalyzerTests
{
    [Theory]
    [InlineData("[|\"five\"|]")]
    [InlineData("[|\"\"|]")]
    [InlineData("[|\"5 ms\"|]")]
    [InlineData("[|null|]")]
    [InlineData("[|true|]")]
    [InlineData("[|'5'|]")]
    [InlineData("[|(object)true|]")]
    [InlineData("[|Guid.NewGuid()|]")]
    [InlineData("[|DayOfWeek.Monday|]")]
    [InlineData("[|new[] { 1, 2 }|]")]
    [InlineData("[|new Dictionary<string, int>()|]")]
    [InlineData("[|new Uri(\"http://localhost\")|]")]
    [InlineData("[|(bool?)true|]")]
    [InlineData("[|MetadataValue.From(1)|]")]
    [InlineData("[|(1, 2)|]")]
    public Task Value_that_is_never_a_measurement_is_found(string value) =>
        Verify.FindsInMethodAsync($"MeasurementValue.TryFrom({value}, out MeasurementValue _);");

    [Theory]
    [InlineData("5")]
    [InlineData("5.5m")]
    [InlineData("(object)5")]
    [InlineData("(int?)5")]
    [InlineData("(byte)5")]
    [InlineData("(nint)5")]
    [InlineData("(Half)5")]
    [InlineData("(Int128)5")]
    [InlineData("new System.Numerics.BigInteger(5)")]
    [InlineData("TimeSpan.Zero")]
    [InlineData("DateTime.UtcNow")]
    [InlineData("DateTimeOffset.UtcNow")]
    [InlineData("(MeasurementValue)5")]
    [InlineData("\"5\"")]
    [InlineData("\" -5.5e3 \"")]
    [InlineData("\"NaN\"")]
    [InlineData("Console.ReadLine()")]
    [InlineData("new object()")]
    [InlineData("(IComparable)5")]
    [InlineData("(ValueType)5")]
    [InlineData("(dynamic)5")]
    public Task Value_that_can_be_one_is_not(string value) =>
        Verify.FindsInMethodAsync($"MeasurementValue.TryFrom({value}, out MeasurementValue _);");

    [Fact]
    public Task Value_of_a_type_parameter_is_not() => Verify.FindsAsync(
        $$"""
        {{Snippet.Usings}}

        Console.WriteLine(Convert(5));

        static bool Convert<T>(T value) => MeasurementValue.TryFrom(value, out _);
        """);

    [Theory]
    [InlineData("new MeasurementDeclaration(\"route\", [|DeclaredType.Text|])")]
    [InlineData("new MeasurementDeclaration(type: [|DeclaredType.Any|], key: \"route\")")]
    [InlineData("new MeasurementDeclaration(\"route\", [|DeclaredType.Boolean|])")]
    [InlineData("new MeasurementDeclaration(\"count\", DeclaredType.Integer)")]
    [InlineData("new MeasurementDeclaration(\"duration\", DeclaredType.Duration)")]
    [InlineData("new MetadataDeclaration(\"route\", DeclaredType.Text)")]
    public Task Declaration_with_another_type_is_found(string declaration) => Verify.FindsInMethodAsync($"_ = {declaration};");

    [Theory]
    [InlineData("DeclaredFieldPart.Measurement, \"route\", [|DeclaredType.Text|]")]
    [InlineData("DeclaredFieldPart.Measurement, \"count\", DeclaredType.Integer")]
    [InlineData("DeclaredFieldPart.Metadata, \"route\", DeclaredType.Text")]
    public Task Attribute_with_another_type_is_found(string arguments) => Verify.FindsAsync(
        $"using Telemetry;\n[assembly: DeclaredEvent(\"job\"), DeclaredField(\"job\", {arguments})]\n"
        + "class Program { static void Main() { } }");

    [Theory]
    [InlineData("[|\"five\"|]", "The text 'five'")]
    [InlineData("[|null|]", "A null")]
    [InlineData("[|Guid.NewGuid()|]", "A value of the type Guid")]
    [InlineData("[|new[] { 1 }|]", "A value of the type int[]")]
    public Task Message_names_the_value(string value, string description) => Verify.SaysAsync(
        $"MeasurementValue.TryFrom({value}, out MeasurementValue _);",
        $"{description} is never a measurement. Use a number, a span of time or a point in time, and put other values into the metadata.");
}
