using System.Reflection;
using Telemetry.Extensions;
using Telemetry.Metrics;

namespace Telemetry.Tests.Extensions;

/// <summary>Definitions of metrics that several hosts share are compared by all of their properties.</summary>
public sealed class DefinitionComparerTests
{
    private const string Name = "order.placed.total";

    private static readonly IEqualityComparer<MetricDefinition> s_comparer = (IEqualityComparer<MetricDefinition>)typeof(TelemetryBuilder)
        .Assembly.GetType("Telemetry.Extensions.DefinitionComparer", throwOnError: true)!
        .GetProperty("Instance", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

    public static TheoryData<string> Properties =>
        [.. typeof(MetricDefinition).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    [Fact]
    public void Definitions_without_a_difference_are_equal() => Assert.Equal(
        new MetricDefinition(Name, MetricType.Sum), new MetricDefinition(Name, MetricType.Sum), s_comparer);

    [Theory]
    [MemberData(nameof(Properties))]
    public void Definitions_with_a_different_property_are_not_equal(string name)
    {
        PropertyInfo property = typeof(MetricDefinition).GetProperty(name)!;
        var other = new MetricDefinition(Name, MetricType.Sum);
        property.SetValue(other, Other(property, other));

        Assert.NotEqual(new MetricDefinition(Name, MetricType.Sum), other, s_comparer);
    }

    private static object Other(PropertyInfo property, MetricDefinition definition) => property.GetValue(definition) switch
    {
        bool flag => !flag,
        int number => number + 1,
        IReadOnlyList<string> => (IReadOnlyList<string>)["cart.emptied"],
        IReadOnlyList<double> => (IReadOnlyList<double>)[1.0],
        IReadOnlyList<MetricTag> => (IReadOnlyList<MetricTag>)["country"],
        IReadOnlyList<EventCondition> => (IReadOnlyList<EventCondition>)[new EventCondition("key", "value")],
        IReadOnlyDictionary<string, IReadOnlyList<MetadataValue>> =>
            new Dictionary<string, IReadOnlyList<MetadataValue>> { ["country"] = ["AT"] },
        null when property.PropertyType == typeof(string) => "text",
        null when property.PropertyType == typeof(double?) => 1.0,
        null when property.PropertyType == typeof(TimeSpan?) => TimeSpan.FromSeconds(1),
        null when property.PropertyType == typeof(MetricReader) => (MetricReader)(static (in EventData _) => default),
        null when property.PropertyType == typeof(MetricFilter) => (MetricFilter)(static (in EventData _) => true),
        _ => throw new NotSupportedException($"Give a value for {property.Name}."),
    };
}
