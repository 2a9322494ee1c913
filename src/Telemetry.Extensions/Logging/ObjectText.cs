using System.Collections;
using System.Globalization;
using System.Text;
using Telemetry.Logging;

namespace Telemetry.Extensions;

/// <summary>Writes an object of metadata as text: dictionaries as <c>{a=1, b=2}</c>, lists as <c>[1, 2]</c>, exceptions as their type
/// and message, others by their own text. What an object of an emitter throws is written in its place.</summary>
/// <param name="redactor">Determines by their keys which values are hidden.</param>
internal sealed class ObjectText(Redactor redactor)
{
    private const int MaxDepth = 4;
    private const int MaxItems = 100;
    private const char Ellipsis = '…';

    private readonly StringBuilder _text = new();

    internal string Write(object? value)
    {
        Write(value, 0);
        return _text.ToString();
    }

    private void Write(object? value, int depth)
    {
        try
        {
            WriteKnown(value, depth);
        }
        catch (Exception e)
        {
            _text.Append(CultureInfo.InvariantCulture, $"(unreadable: {e.GetType().Name})");
        }
    }

    private void WriteKnown(object? value, int depth)
    {
        switch (value)
        {
            case Exception exception:
                _text.Append(CultureInfo.InvariantCulture, $"{exception.GetType()}: {exception.Message}");
                break;
            case byte[] bytes:
                _text.Append(Convert.ToBase64String(bytes, 0, Math.Min(bytes.Length, EntryValue.MaxText)));
                break;
            case IDictionary entries:
                WriteAll('{', '}', depth, EntriesOf(entries), WriteEntry);
                break;
            case IEnumerable<KeyValuePair<string, object?>> entries:
                WriteAll('{', '}', depth, entries, WriteEntry);
                break;

            // Others may be queries, which would run now.
            case ICollection items:
                WriteAll('[', ']', depth, items.Cast<object?>(), Write);
                break;
            case IReadOnlyCollection<object?> items:
                WriteAll('[', ']', depth, items, Write);
                break;
            case null or bool or (IFormattable and not Enum):
                _text.Append(EntryValue.Cut(EntryValue.TextOf(value)));
                break;
            default:
                _text.Append(EntryValue.Cut(value.ToString() ?? string.Empty));
                break;
        }
    }

    private void WriteAll<TItem>(char open, char close, int depth, IEnumerable<TItem> items, Action<TItem, int> write)
    {
        if (depth >= MaxDepth)
        {
            _text.Append(Ellipsis);
            return;
        }

        _text.Append(open);
        int count = 0;
        foreach (TItem item in items)
        {
            _text.Append(count == 0 ? string.Empty : ", ");
            if (count++ == MaxItems || _text.Length > EntryValue.MaxText)
            {
                _text.Append(Ellipsis);
                break;
            }

            write(item, depth + 1);
        }

        _text.Append(close);
    }

    private void WriteEntry(KeyValuePair<string, object?> entry, int depth)
    {
        _text.Append(entry.Key).Append('=');
        Write(redactor.Hides(entry.Key) ? Redactor.Text : entry.Value, depth);
    }

    // Not by foreach, because some dictionaries enumerate other items than entries.
    private static IEnumerable<KeyValuePair<string, object?>> EntriesOf(IDictionary entries)
    {
        IDictionaryEnumerator walk = entries.GetEnumerator();
        while (walk.MoveNext())
        {
            yield return new(Convert.ToString(walk.Key, CultureInfo.InvariantCulture) ?? string.Empty, walk.Value);
        }
    }
}
