namespace Telemetry.Tests.Core;

public sealed class MetadataKeysTests
{
    private readonly MetadataKeys _keys = new("route", "status", "absent");

    [Fact]
    public void Last_of_equal_keys_counts_and_an_absent_one_has_no_place()
    {
        Assert.Equal([2, 1, -1], Locate(("ROUTE", 1), ("status", 2), ("route", 3)));
        Assert.Equal([2, 1, -1], Locate(("ROUTE", 4), ("status", 5), ("route", 6)));
        Assert.Equal([0, -1, -1], Locate(("route", 1)));
        Assert.Equal([-1, -1, -1], Locate());
    }

    [Fact]
    public void Places_are_those_of_each_payload_however_many_kinds_there_are()
    {
        for (int round = 0; round < 3; round++)
        {
            for (int before = 0; before < 80; before++)
            {
                (string, int)[] fields = [.. Enumerable.Range(0, before).Select(i => ($"key {i}", i)), ("status", 0)];
                Assert.Equal([-1, before, -1], Locate(fields));
            }
        }
    }

    [Fact]
    public void Entries_without_a_key_are_skipped()
    {
        var metadata = new KeyValuePair<string, MetadataValue>[3];
        metadata[1] = new("status", 1);

        Assert.Equal([-1, 1, -1], _keys.Locate(metadata).ToArray());
        Assert.Equal([-1, 1, -1], _keys.Locate(metadata).ToArray());
    }

    [Fact]
    public void Keys_are_kept_in_order_and_must_not_be_null()
    {
        Assert.Equal(["route", "status", "absent"], _keys.Keys);
        Assert.Throws<ArgumentNullException>(() => new MetadataKeys("a", null!));
        Assert.Throws<ArgumentNullException>(() => new MetadataKeys(null!));
    }

    private int[] Locate(params (string Key, int Value)[] fields) =>
        _keys.Locate(fields.Select(field => new KeyValuePair<string, MetadataValue>(field.Key, field.Value)).ToArray()).ToArray();
}
