namespace Telemetry.Metrics;

/// <summary>Reads JSON (RFC 8259) strictly, and keeps the line of each value. netstandard2.0 has no such reader, and the library
/// has no dependency.</summary>
internal sealed partial class JsonDataReader
{
    private const int MaximumDepth = 64;

    private readonly string _path;
    private readonly string _text;
    private int _position;
    private int _line = 1;
    private int _depth;

    private JsonDataReader(string path, string text)
    {
        _path = path;
        _text = text;
    }

    private bool IsAtEnd => _position == _text.Length;

    // A zero byte is not valid outside a string, and inside one only escaped, so it can mark the end.
    private char Current => IsAtEnd ? '\0' : _text[_position];

    /// <summary>Reads a text of one value.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="MetricException">It is not valid JSON, is nested too deeply, has a key twice, or half of a
    /// character.</exception>
    internal static MetricDataNode Read(string path, string text)
    {
        var reader = new JsonDataReader(path, text);
        MetricDataNode root = reader.ReadValue();
        return reader.IsAtEnd ? root : throw reader.Unexpected("the end of the file");
    }

    private MetricDataNode ReadValue()
    {
        SkipSpace();
        int line = _line;
        MetricDataNode value = Current switch
        {
            '{' => ReadMap(line),
            '[' => ReadList(line),
            '"' => MetricDataNode.Scalar(ReadString(), line),
            '-' or (>= '0' and <= '9') => MetricDataNode.Scalar(ReadNumber(), line),
            't' when TrySkip("true") => MetricDataNode.Scalar(true, line),
            'f' when TrySkip("false") => MetricDataNode.Scalar(false, line),
            'n' when TrySkip("null") => MetricDataNode.Scalar(null, line),
            _ => throw Unexpected("a value"),
        };
        SkipSpace();
        return value;
    }

    private MetricDataNode ReadList(int line)
    {
        BeginNested();
        var items = new List<MetricDataNode>();
        while (Current != ']' || items.Count > 0)
        {
            items.Add(ReadValue());
            if (Current == ']')
            {
                break;
            }

            Skip(',', "',' or ']'");
        }

        EndNested();
        return MetricDataNode.List(items, line);
    }

    private MetricDataNode ReadMap(int line)
    {
        BeginNested();
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var entries = new List<KeyValuePair<string, MetricDataNode>>();
        while (Current != '}' || entries.Count > 0)
        {
            SkipSpace();
            string key = Current == '"' ? ReadString() : throw Unexpected("a key in double quotes");
            if (!keys.Add(key))
            {
                throw Error($"the key '{MetricErrors.Printable(key)}' occurs twice in one map. Keys are compared without regard to case.");
            }

            SkipSpace();
            Skip(':', "':'");
            entries.Add(new(key, ReadValue()));
            if (Current == '}')
            {
                break;
            }

            Skip(',', "',' or '}'");
        }

        EndNested();
        return MetricDataNode.Map(entries, line);
    }

    private void BeginNested()
    {
        if (++_depth > MaximumDepth)
        {
            throw Error($"it is nested deeper than {MaximumDepth} levels.");
        }

        _position++;
        SkipSpace();
    }

    private void EndNested()
    {
        _position++;
        _depth--;
    }

    private void SkipSpace()
    {
        while (Current is ' ' or '\t' or '\r' or '\n')
        {
            // A carriage return counts as a line break only where no line feed follows.
            bool isLineBreak = Current == '\n' || (Current == '\r' && (_position + 1 == _text.Length || _text[_position + 1] != '\n'));
            _line += isLineBreak ? 1 : 0;
            _position++;
        }
    }

    private bool TrySkip(string word)
    {
        bool found = string.CompareOrdinal(_text, _position, word, 0, word.Length) == 0;
        _position += found ? word.Length : 0;
        return found;
    }

    private void Skip(char expected, string description)
    {
        if (Current != expected || IsAtEnd)
        {
            throw Unexpected(description);
        }

        _position++;
        SkipSpace();
    }

    private MetricException Unexpected(string expected) => Error(
        $"expected {expected}, but found {(IsAtEnd ? "the end of the file" : $"'{MetricErrors.Printable(Current.ToString())}'")}.");

    private MetricException Error(string problem) =>
        FileErrors.Create(_path, _line, MetricErrorKind.InvalidMetricFile, $"The file is not valid JSON: {problem}");
}
