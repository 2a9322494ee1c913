using System.Collections;

namespace Telemetry.Tests.Core;

/// <summary>Fields as a script sees them: an untyped dictionary of plain objects.</summary>
public sealed class EventFieldsAsDictionaryTests
{
    private static readonly object s_object = new();

    private readonly IDictionary _fields = new EventFields<MetadataValue>(
        [new("Number", 42), new("text", "value"), new("nothing", null), new("object", MetadataValue.From(s_object))]);

    [Fact]
    public void Values_are_plain_objects()
    {
        Assert.Equal(42, Assert.IsType<int>(_fields["Number"]));
        Assert.Equal("value", _fields["TEXT"]);
        Assert.Null(_fields["nothing"]);
        Assert.Same(s_object, _fields["object"]);
        Assert.Equal([42, "value", null, s_object], _fields.Values.Cast<object?>());
    }

    [Fact]
    public void Keys_are_strings_in_order()
    {
        Assert.Equal(["Number", "text", "nothing", "object"], _fields.Keys.Cast<string>());
        Assert.Equal(4, _fields.Count);
    }

    [Fact]
    public void Key_that_is_unknown_or_no_string_is_not_there()
    {
        Assert.True(_fields.Contains("number"));
        Assert.True(_fields.Contains("nothing"));
        foreach (object key in (object[])["unknown", 42, 0, s_object, 'N'])
        {
            Assert.False(_fields.Contains(key));
            Assert.Null(_fields[key]);
        }
    }

    [Fact]
    public void Entries_are_walked_in_order_and_again()
    {
        IDictionaryEnumerator entries = _fields.GetEnumerator();
        for (int round = 0; round < 2; round++)
        {
            var seen = new List<string>();
            while (entries.MoveNext())
            {
                Assert.Equal(entries.Entry, entries.Current);
                Assert.Equal(new DictionaryEntry(entries.Key, entries.Value), entries.Entry);
                seen.Add($"{entries.Key}={entries.Value}");
            }

            Assert.Equal(["Number=42", "text=value", "nothing=", $"object={s_object}"], seen);
            entries.Reset();
        }
    }

    [Fact]
    public void Plain_enumeration_gives_dictionary_entries()
    {
        var seen = new List<object>();
        foreach (object entry in (IEnumerable)_fields)
        {
            seen.Add(entry);
        }

        Assert.All(seen, entry => Assert.IsType<DictionaryEntry>(entry));
        Assert.Equal(new DictionaryEntry("Number", 42), seen[0]);
        Assert.Equal(4, seen.Count);
    }

    [Fact]
    public void Entries_are_copied_into_an_array()
    {
        var entries = new DictionaryEntry[5];
        _fields.CopyTo(entries, 1);

        Assert.Equal(default, entries[0]);
        Assert.Equal(new DictionaryEntry("Number", 42), entries[1]);
        Assert.Equal(new DictionaryEntry("object", s_object), entries[4]);
        Assert.Throws<ArgumentNullException>(() => _fields.CopyTo(null!, 0));
    }

    [Fact]
    public void Nothing_can_be_changed()
    {
        Assert.True(_fields.IsReadOnly);
        Assert.True(_fields.IsFixedSize);
        Assert.True(_fields.IsSynchronized);
        Assert.Throws<NotSupportedException>(() => _fields["Number"] = 1);
        Assert.Throws<NotSupportedException>(() => _fields.Add("new", 1));
        Assert.Throws<NotSupportedException>(() => _fields.Remove("Number"));
        Assert.Throws<NotSupportedException>(_fields.Clear);
        ((string[])_fields.Keys)[0] = "changed";

        Assert.Equal(42, _fields["Number"]);
        Assert.Equal("Number", _fields.Keys.Cast<string>().First());
    }

    [Fact]
    public void Copy_can_be_changed()
    {
        var copy = new Hashtable(_fields) { ["Number"] = 1 };

        Assert.Equal(1, copy["Number"]);
        Assert.Equal(42, _fields["Number"]);
    }
}
