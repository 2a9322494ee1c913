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

    private readonly bool _allowsHalves;

    /// <param name="path">The file, for messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="allowsHalves">Whether a string may contain half of a character (a lone surrogate).</param>
    internal JsonDataReader(string path, string text, bool allowsHalves = false)
    {
        _path = path;
        _text = text;
        _allowsHalves = allowsHalves;
    }

    /// <summary>The line that is being read, from 1.</summary>
    internal int Line => _line;

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
        reader.ReadEnd();
        return root;
    }

    /// <summary>Makes sure that nothing follows.</summary>
    internal void ReadEnd()
    {
        if (!IsAtEnd)
        {
            throw Unexpected("the end of the file");
        }
    }

    internal MetricDataNode ReadValue()
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

    /// <summary>Reads a list without keeping it. The caller reads a value for each number that is returned.</summary>
    internal IEnumerable<int> ReadItems()
    {
        Begin('[', "a list");
        for (int i = 0; Current != ']' || i > 0; i++)
        {
            yield return i;
            if (Current == ']')
            {
                break;
            }

            Skip(',', "',' or ']'");
        }

        End();
    }

    /// <summary>Reads a map without keeping it. The caller reads a value for each key that is returned.</summary>
    internal IEnumerable<string> ReadKeys()
    {
        Begin('{', "a map");
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (Current != '}' || keys.Count > 0)
        {
            SkipSpace();
            string key = Current == '"' ? ReadString() : throw Unexpected("a key in double quotes");
            if (!keys.Add(key))
            {
                throw Error($"the key '{MetricErrors.Printable(key)}' occurs twice in one map. Keys are compared without regard to case.");
            }

            SkipSpace();
            Skip(':', "':'");
            yield return key;
            if (Current == '}')
            {
                break;
            }

            Skip(',', "',' or '}'");
        }

        End();
    }

    private MetricDataNode ReadList(int line)
    {
        var items = new List<MetricDataNode>();
        foreach (int _ in ReadItems())
        {
            items.Add(ReadValue());
        }

        return MetricDataNode.List(items, line);
    }

    private MetricDataNode ReadMap(int line)
    {
        var entries = new List<KeyValuePair<string, MetricDataNode>>();
        foreach (string key in ReadKeys())
        {
            entries.Add(new(key, ReadValue()));
        }

        return MetricDataNode.Map(entries, line);
    }

    private void Begin(char bracket, string description)
    {
        SkipSpace();
        if (Current != bracket)
        {
            throw Unexpected(description);
        }

        if (++_depth > MaximumDepth)
        {
            throw Error($"it is nested deeper than {MaximumDepth} levels.");
        }

        _position++;
        SkipSpace();
    }

    private void End()
    {
        _position++;
        _depth--;
        SkipSpace();
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
