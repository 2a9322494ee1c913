using System.Text;

namespace Telemetry.Analyzers;

/// <summary>Writes lines of code with their indentation.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines, or an empty line.</summary>
    internal void Line(string lines = "")
    {
        foreach (string line in lines.Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(' ', _depth * 4).Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Writes a line and an opening brace, which <see cref="Close"/> closes.</summary>
    internal void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    internal void Close(string end = "}")
    {
        _depth--;
        Line(end);
    }

    /// <summary>Writes the summary of a documentation comment.</summary>
    /// <param name="xml">The text, with its elements.</param>
    internal void Summary(string xml) => Line($"/// <summary>{xml}</summary>");

    public override string ToString() => _text.ToString();
}
