using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>The options of handlers that are services are those of all handlers, and a copy has all of them.</summary>
public sealed class HandlerServiceOptionsTests
{
    public static TheoryData<string> Options => [.. NamesOf(typeof(HandlerServiceOptions))];

    [Fact]
    public void Each_option_of_a_handler_is_one_of_a_handler_that_is_a_service() =>
        Assert.Empty(NamesOf(typeof(HandlerOptions)).Except(NamesOf(typeof(HandlerServiceOptions))));

    [Theory]
    [MemberData(nameof(Options))]
    public void Copy_has_the_value_of_each_option(string name)
    {
        PropertyInfo property = typeof(HandlerServiceOptions).GetProperty(name)!;
        HandlerServiceOptions options = Create();
        object value = Other(property, options);
        Assert.NotEqual(value, property.GetValue(options));
        property.SetValue(options, value);

        object copy = typeof(HandlerServiceOptions).GetMethod("Copy", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(options, [])!;
        Assert.Equal(value, property.GetValue(copy));
    }

    private static IEnumerable<string> NamesOf(Type options) =>
        options.GetProperties().Where(property => property.CanWrite).Select(property => property.Name);

    private static HandlerServiceOptions Create()
    {
        HandlerServiceOptions? created = null;
        new ServiceCollection().AddTelemetry().AddHandler<RecordingHandler>("order.*", options => created = options);
        return created!;
    }

    private static object Other(PropertyInfo property, HandlerServiceOptions options) => property.GetValue(options) switch
    {
        bool flag => !flag,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        FailurePolicy => FailurePolicy.DetachAfter(7),
        IReadOnlyList<string> => (IReadOnlyList<string>)["key"],
        IReadOnlyList<EventCondition> => (IReadOnlyList<EventCondition>)[new EventCondition("key", "value")],
        null when property.PropertyType == typeof(string) => "id",
        null when property.PropertyType == typeof(ServiceLifetime?) => ServiceLifetime.Scoped,
        null when property.PropertyType == typeof(HandlerFilter) => (HandlerFilter)(static (in EventData _, object? _) => true),
        null when property.PropertyType == typeof(HandlerBuffer) => new HandlerBuffer(),
        null when property.PropertyType == typeof(BatchOptions) => new BatchOptions(),
        _ => throw new NotSupportedException($"Give a value for {property.Name}."),
    };
}
