using System.Globalization;
using System.Text;

namespace Telemetry.Metrics;

/// <summary>Writes the data of a file as text: each metric and each option in a line of its own.</summary>
internal abstract class DataWriter
{
    // The file, its list of metrics, and a metric have lines of their own inside; the value of an option has not.
    private const int DepthOfOptions = 3;
    private const int IndentSize = 2;

    private readonly StringBuilder _text = new();

    /// <summary>The beginning and end of a map.</summary>
    protected abstract (string Begin, string End) MapBrackets { get; }

    /// <summary>The beginning and end of a list.</summary>
    protected abstract (string Begin, string End) ListBrackets { get; }

    /// <summary>The separator of the entries of a map: in a line, and at the end of a line.</summary>
    protected abstract (string InLine, string AtEnd) MapSeparator { get; }

    protected abstract string KeySeparator { get; }

    internal string Write(MetricDataNode root)
    {
        Write(root, depth: 0);
        return _text.Append('\n').ToString();
    }

    protected abstract string KeyOf(string key);

    protected abstract string TextOf(string text);

    protected abstract string WordOf(bool? value);

    private void Write(MetricDataNode node, int depth)
    {
        if (node.Items is { } items)
        {
            WriteAll(items, ListBrackets, (", ", ","), depth, item => Write(item, depth + 1));
        }
        else if (node.Entries is { } entries)
        {
            WriteAll(entries, MapBrackets, MapSeparator, depth, entry =>
            {
                _text.Append(KeyOf(entry.Key)).Append(KeySeparator);
                Write(entry.Value, depth + 1);
            });
        }
        else
        {
            _text.Append(node.Value switch
            {
                null => WordOf(null),
                bool flag => WordOf(flag),
                string text => TextOf(text),
                double number => number.ToString("R", CultureInfo.InvariantCulture),
                _ => Convert.ToString(node.Value, CultureInfo.InvariantCulture),
            });
        }
    }

    private void WriteAll<T>(
        IReadOnlyList<T> parts, (string Begin, string End) brackets, (string InLine, string AtEnd) separator, int depth, Action<T> write)
    {
        bool isInLine = depth >= DepthOfOptions || parts.Count == 0;
        _text.Append(brackets.Begin);
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0)
            {
                _text.Append(isInLine ? separator.InLine : separator.AtEnd);
            }

            if (!isInLine)
            {
                BreakLine(depth + 1);
            }

            write(parts[i]);
        }

        if (!isInLine)
        {
            BreakLine(depth);
        }

        _text.Append(brackets.End);
    }

    private void BreakLine(int depth) => _text.Append('\n').Append(' ', depth * IndentSize);
}
