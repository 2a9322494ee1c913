namespace Telemetry.Tests.Core;

public sealed class EventFieldsTests
{
    // Below and above the number of entries from which on the fields keep an index.
    public static TheoryData<int> Counts => [0, 1, 2, 16, 17, 18, 1000];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Every_key_is_found_without_regard_to_case(int count)
    {
        IReadOnlyDictionary<string, MeasurementValue> fields = Numbered(count);

        Assert.Equal(count, fields.Count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(i, fields[$"KEY{i}"]);
            Assert.True(fields.TryGetValue($"key{i}", out MeasurementValue value));
            Assert.Equal(i, value);
            Assert.True(fields.ContainsKey($"Key{i}"));
        }

        Assert.False(fields.ContainsKey("other"));
        Assert.False(fields.TryGetValue($"key{count}", out MeasurementValue nothing));
        Assert.Equal(default, nothing);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Order_is_kept(int count)
    {
        IReadOnlyDictionary<string, MeasurementValue> fields = Numbered(count);

        Assert.Equal(Enumerable.Range(0, count).Select(i => $"Key{i}"), fields.Keys);
        Assert.Equal(Enumerable.Range(0, count), fields.Values.Select(value => (int)value.ToObject()));
        Assert.Equal(Numbered(count).AsSpan().ToArray(), [.. fields]);
        Assert.Equal(fields.Keys, fields.Select(pair => pair.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Of_equal_keys_the_first_place_and_the_last_value_count(int others)
    {
        KeyValuePair<string, MetadataValue>[] pairs =
        [
            new("Key", "first"),
            .. Enumerable.Range(0, others).Select(i => new KeyValuePair<string, MetadataValue>($"other{i}", i)),
            new("KEY", "second"),
            new("key", "last"),
        ];

        IReadOnlyDictionary<string, MetadataValue> fields = new EventFields<MetadataValue>(pairs);

        Assert.Equal(others + 1, fields.Count);
        Assert.Equal(others + 1, fields.Keys.Count());
        Assert.Equal("Key", fields.Keys.First());
        Assert.Equal("last", fields["kEy"]);
        Assert.Equal("last", fields.Values.First());
        Assert.Equal(others - 1, fields[$"other{others - 1}"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Unknown_key_is_an_error_that_names_the_keys(int count)
    {
        IReadOnlyDictionary<string, MeasurementValue> fields = Numbered(count);

        string message = Assert.Throws<KeyNotFoundException>(() => fields["nothing"]).Message;

        Assert.Contains("'nothing'", message, StringComparison.Ordinal);
        Assert.Equal(count > 0, message.Contains("Key0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Null_key_is_refused(int count)
    {
        IReadOnlyDictionary<string, MeasurementValue> fields = Numbered(count);

        Assert.Throws<ArgumentNullException>("key", () => fields[null!]);
        Assert.Throws<ArgumentNullException>("key", () => fields.ContainsKey(null!));
        Assert.Throws<ArgumentNullException>("key", () => fields.TryGetValue(null!, out _));
    }

    [Fact]
    public void Text_shows_keys_and_values()
    {
        Assert.Equal("{ }", Numbered(0).ToString());
        Assert.Equal("{ Key0 = 0, Key1 = 1 }", Numbered(2).ToString());
    }

    private static EventFields<MeasurementValue> Numbered(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => new KeyValuePair<string, MeasurementValue>($"Key{i}", i))]);
}
