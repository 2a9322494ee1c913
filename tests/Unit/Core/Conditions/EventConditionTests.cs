namespace Telemetry.Tests.Core;

/// <summary>The comparisons themselves are tested with the conditions of metrics.</summary>
public sealed class EventConditionTests
{
    public static TheoryData<string, MetadataValue[], string> Invalid => new()
    {
        { " ", [1], "has no key" },
        { "key", [], "'key' has no values" },
        { "key", [MetadataValue.From(new[] { 1, 2 })], "is a list" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Condition_has_a_key_and_single_values(string key, MetadataValue[] values, string problem) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => new EventCondition(key, values)).Message, StringComparison.Ordinal);

    [Fact]
    public void Condition_shows_its_key_and_values() =>
        Assert.Equal("status = 200, 5??, null, true", new EventCondition("status", 200.0, "5??", default, true).ToString());

    [Fact]
    public void All_of_the_one_and_none_of_the_other_conditions_have_to_hold()
    {
        var conditions = new EventConditions([new("x", 1), new("y", "a*")], [new("z", 1), new("u", 1)]);

        Assert.True(IsMatch(conditions, 1, "abc", 0));
        Assert.False(IsMatch(conditions, 2, "abc", 0));
        Assert.False(IsMatch(conditions, 1, "bc", 0));
        Assert.False(IsMatch(conditions, 1, "abc", 1));
        Assert.False(conditions.IsEmpty);
        Assert.True(new EventConditions([], []).IsEmpty);
        Assert.True(IsMatch(new EventConditions([], []), 0, string.Empty, 0));
    }

    [Fact]
    public void Null_is_not_a_condition()
    {
        Assert.Throws<ArgumentNullException>("where", () => new EventConditions([null!], []));
        Assert.Throws<ArgumentNullException>("whereNot", () => new EventConditions([], [null!]));
    }

    private static bool IsMatch(EventConditions conditions, int x, string y, int z) => conditions.IsMatch(
        new EventData(EventName.Parse("e"), [new("x", x)], [new("y", y), new("z", z)]));
}
