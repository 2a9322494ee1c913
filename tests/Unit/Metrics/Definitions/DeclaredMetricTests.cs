using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class DeclaredMetricTests
{
    private static readonly EventDeclarations s_declarations = Declare();

    [Theory]
    [InlineData("declared.sent.bytes", MetricType.Sum, "byte", "The size.")]
    [InlineData("declared.sent.took", MetricType.Summary, "second", null)]
    [InlineData("declared.sent.at", MetricType.LastValue, null, null)]
    [InlineData("declared.sent.items", MetricType.Sum, null, null)]
    [InlineData("declared.sent.bytes", MetricType.Counter, null, "A file was sent.")]
    [InlineData("declared.sent.unknown", MetricType.Sum, null, null)]
    [InlineData("undeclared.sent.bytes", MetricType.Sum, null, null)]
    public void Unit_and_description_are_those_of_the_declaration(string name, MetricType type, string? unit, string? description)
    {
        MetricDefinition completed = DeclaredMetrics.Complete(new(name, type), s_declarations);

        Assert.Equal((unit, null, description), (completed.Unit, completed.FromUnit, completed.Description));
    }

    [Fact]
    public void Given_unit_and_description_win()
    {
        var definition = new MetricDefinition("declared.sent.bytes", MetricType.Sum) { Unit = "thing", Description = "Mine." };

        Assert.Same(definition, DeclaredMetrics.Complete(definition, s_declarations));
    }

    [Theory]
    [InlineData("declared.sent.bytes", "kilobyte", "byte")]
    [InlineData("declared.sent.bytes", "byte", null)]
    [InlineData("declared.sent.bytes", "By", null)]
    [InlineData("declared.sent.bytes", "second", null)]
    [InlineData("declared.sent.took", "millisecond", null)]
    [InlineData("declared.sent.items", "byte", null)]
    public void Numbers_are_converted_to_a_given_unit_of_the_same_quantity(string name, string unit, string? fromUnit)
    {
        MetricDefinition completed = DeclaredMetrics.Complete(new(name, MetricType.Sum) { Unit = unit }, s_declarations);

        Assert.Equal((unit, fromUnit), (completed.Unit, completed.FromUnit));
    }

    [Fact]
    public void Value_of_another_origin_has_no_declared_unit()
    {
        var constant = new MetricDefinition("declared.sent.bytes", MetricType.LastValue) { Value = 1 };
        var converted = new MetricDefinition("declared.sent.bytes", MetricType.Sum) { FromUnit = "kilobyte" };

        Assert.Same(constant, DeclaredMetrics.Complete(constant, s_declarations));
        Assert.Null(DeclaredMetrics.Complete(converted, s_declarations).Unit);
    }

    [Theory]
    [InlineData("byte", "declared.sent", "declared.received")]
    [InlineData(null, "declared.sent", "declared.scanned")]
    [InlineData(null, "declared.sent", "undeclared")]
    [InlineData("byte", "declared.sent", "undeclared.*")]
    [InlineData("byte", "declared.?e*")]
    [InlineData(null, "declared.*")]
    public void Unit_of_several_events_is_the_one_that_all_declare(string? unit, params string[] events)
    {
        var definition = new MetricDefinition("several.bytes", MetricType.Sum) { Events = events };

        Assert.Equal(unit, DeclaredMetrics.Complete(definition, s_declarations).Unit);
    }

    [Fact]
    public void Other_options_are_kept()
    {
        var definition = new MetricDefinition("all.options", MetricType.Distribution)
        {
            Events = ["declared.sent"],
            Measurement = "bytes",
            Tags = [new MetricTag("a")],
            Where = [new EventCondition("b", [MetadataValue.From(1)])],
            WhereNot = [new EventCondition("c", [MetadataValue.From(1)])],
            Keep = static (in _) => true,
            Buckets = [1, 2],
            SeriesLimit = 7,
            Lifetime = TimeSpan.FromSeconds(3),
            PerPoll = true,
            AllowNegative = true,
            RunningTotal = true,
            TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["a"] = [MetadataValue.From("x")] },
            SkipMissingTag = true,
            Group = "g",
        };

        MetricDefinition completed = DeclaredMetrics.Complete(definition, s_declarations);

        Assert.Equal("byte", completed.Unit);
        foreach (System.Reflection.PropertyInfo property in typeof(MetricDefinition).GetProperties()
            .Where(property => property.Name is not (nameof(MetricDefinition.Unit) or nameof(MetricDefinition.Description))))
        {
            Assert.Equivalent(property.GetValue(definition), property.GetValue(completed));
        }
    }

    [Fact]
    public void Type_is_the_declared_one()
    {
        Assert.Equal(MetricType.Sum, DeclaredMetrics.TypeOf(new("declared.sent.bytes", default), s_declarations));
        Assert.Equal(MetricType.Summary, DeclaredMetrics.TypeOf(new("declared.sent.took", default), s_declarations));
        Assert.Null(DeclaredMetrics.TypeOf(new("declared.sent.at", default), s_declarations));
        Assert.Null(DeclaredMetrics.TypeOf(new("undeclared.sent.at", default), s_declarations));
    }

    private static EventDeclarations Declare()
    {
        var declarations = new EventDeclarations();
        declarations.Add(
        [
            new(
                "declared.sent",
                "A file was sent.",
                [
                    new("bytes", DeclaredType.Integer, "The size.", "byte", "Sum"),
                    new("took", DeclaredType.Duration, metricType: "summary"),
                    new("at", DeclaredType.Time, metricType: "Nonsense"),
                    new("items", DeclaredType.Integer),
                ]),
            new("declared.received", measurements: [new("bytes", DeclaredType.Number, unit: "byte")]),
            new("declared.scanned", measurements: [new("bytes", DeclaredType.Number, unit: "kilobyte")]),
        ]);
        return declarations;
    }
}
