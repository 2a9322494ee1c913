using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class MetadataMemoTests
{
    private static readonly EventName s_name = EventName.Parse("a.b");
    private readonly MetadataKeys _keys = new("x", "y");
    private readonly MetadataMemo<string> _memo;

    public MetadataMemoTests() => _memo = new MetadataMemo<string>(_keys);

    [Fact]
    public void Combination_is_found_by_the_same_strings_and_equal_numbers()
    {
        string text = new(['o', 'n', 'e']);
        Remember([new("x", text), new("y", 200)], "result");

        Assert.Equal("result", Find([new("x", text), new("y", 200)]));
        Assert.Null(Find([new("x", new string(['o', 'n', 'e'])), new("y", 200)]));
        Assert.Null(Find([new("x", text), new("y", 201)]));
        Assert.Null(Find([new("x", text), new("y", 200L)]));
        Assert.Null(Find([new("x", text)]));
    }

    [Fact]
    public void Order_of_the_entries_and_others_beside_them_make_no_difference()
    {
        Remember([new("x", "one"), new("y", true)], "result");
        _keys.Locate((KeyValuePair<string, MetadataValue>[])[new("z", 1), new("y", true), new("x", "one")]);

        Assert.Equal("result", Find([new("z", 1), new("y", true), new("x", "one")]));
    }

    [Fact]
    public void Objects_that_may_change_and_missing_keys_are_not_remembered()
    {
        var changing = new System.Text.StringBuilder("one");
        Remember([new("x", MetadataValue.From(changing)), new("y", 1)], "object");
        Remember([new("x", "one")], "missing");

        Assert.Null(Find([new("x", MetadataValue.From(changing)), new("y", 1)]));
        Assert.Null(Find([new("x", "one")]));
    }

    [Fact]
    public void Cleared_memo_has_nothing()
    {
        Remember([new("x", "one"), new("y", 1)], "result");

        _memo.Clear();

        Assert.Null(Find([new("x", "one"), new("y", 1)]));
    }

    [Fact]
    public void Every_result_that_is_found_is_the_right_one_and_most_are_found()
    {
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => $"text {i}")];
        int found = 0;
        for (int round = 0; round < 50; round++)
        {
            for (int i = 0; i < texts.Length; i++)
            {
                KeyValuePair<string, MetadataValue>[] metadata = [new("x", texts[i]), new("y", i % 3)];
                if (Find(metadata) is { } result)
                {
                    Assert.Equal(texts[i], result);
                    found++;
                }
                else
                {
                    Remember(metadata, texts[i]);
                }
            }
        }

        Assert.InRange(found, texts.Length * 20, texts.Length * 50);
    }

    [Fact]
    public void Combinations_without_end_cost_no_memory_in_the_end()
    {
        string[] texts = [.. Enumerable.Range(0, 2_000).Select(i => $"text {i}")];

        Assert.Equal(0, Allocated.BytesPerCall(() =>
        {
            foreach (string text in texts)
            {
                var data = new EventData(s_name, default, [new("x", text), new("y", 1)]);
                if (_memo.Find(in data) is null)
                {
                    _keys.Locate(data.Metadata);
                    _memo.Remember(in data, text);
                }
            }
        }));
    }

    private string? Find(KeyValuePair<string, MetadataValue>[] metadata)
    {
        var data = new EventData(s_name, default, metadata);
        return _memo.Find(in data);
    }

    private void Remember(KeyValuePair<string, MetadataValue>[] metadata, string result)
    {
        var data = new EventData(s_name, default, metadata);
        _keys.Locate(metadata);
        _memo.Remember(in data, result);
    }
}
