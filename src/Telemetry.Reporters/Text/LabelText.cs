using System.Text;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The labels of a metric, of which only the values differ between its series.</summary>
internal sealed class LabelText
{
    // The text before each value: {route=" and then ",status="
    private readonly byte[][] _before;
    private readonly int _length;

    internal LabelText(IReadOnlyList<MetricTag> tags)
    {
        _before = new byte[tags.Count][];
        for (int i = 0; i < _before.Length; i++)
        {
            _before[i] = Encoding.ASCII.GetBytes((i == 0 ? "{" : "\",") + ExportedName.OfTag(tags[i].Name) + "=\"");
            _length += _before[i].Length;
        }
    }

    /// <summary>Returns the text that adds a label and ends the labels: <c>,le="1"} </c>, or with a brace before it.</summary>
    internal byte[] Last(string label, string value) =>
        Encoding.ASCII.GetBytes($"{(_before.Length == 0 ? '{' : ',')}{label}=\"{value}\"}} ");

    /// <summary>The text that ends the labels, up to the number.</summary>
    internal ReadOnlySpan<byte> End => _before.Length == 0 ? " "u8 : "} "u8;

    /// <summary>Returns the values of a series' tags as an array: its items are read several times faster.</summary>
    internal static string[] ArrayOf(IReadOnlyList<string> values) => values as string[] ?? [.. values];

    /// <summary>Returns the highest number of bytes that the labels of a series can have.</summary>
    internal int MaxLength(string[] values)
    {
        int length = _length + 1;
        for (int i = 0; i < _before.Length; i++)
        {
            length += Utf8Text.MaxLength(values[i], Escapes.Quoted);
        }

        return length;
    }

    /// <summary>Writes the labels of a series, without their end.</summary>
    /// <returns>The number of bytes written.</returns>
    internal int Write(string[] values, Span<byte> destination)
    {
        int length = 0;
        for (int i = 0; i < _before.Length; i++)
        {
            byte[] before = _before[i];
            before.CopyTo(destination.Slice(length));
            length += before.Length;
            length += Utf8Text.Write(values[i], destination.Slice(length), Escapes.Quoted);
        }

        if (length > 0)
        {
            destination[length++] = (byte)'"';
        }

        return length;
    }
}
