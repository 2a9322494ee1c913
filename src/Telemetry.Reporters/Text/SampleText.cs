using System.Text;

namespace Telemetry.Reporters;

/// <summary>Writes the samples of one series after the other: lines that begin with a name and the labels of the series.</summary>
internal ref struct SampleText
{
    private readonly LabelText _labels;
    private readonly byte[] _name;
    private byte[] _start;
    private int _length;

    /// <summary>Creates the writer.</summary>
    /// <param name="name">The name of the lines that <see cref="Start"/> is for.</param>
    /// <param name="labels">The labels.</param>
    internal SampleText(string name, LabelText labels)
    {
        _labels = labels;
        _name = Encoding.ASCII.GetBytes(name);
        _start = _name;
        _length = _name.Length;
    }

    /// <summary>The start of a line: the name and the labels, which are open.</summary>
    internal readonly ReadOnlySpan<byte> Start => _start.AsSpan(0, _length);

    /// <summary>The labels, which are open.</summary>
    internal readonly ReadOnlySpan<byte> Labels => _start.AsSpan(_name.Length, _length - _name.Length);

    /// <summary>Takes the labels of a series, which are encoded once for all its lines.</summary>
    internal void Begin(IReadOnlyList<string> tagValues)
    {
        string[] values = LabelText.ArrayOf(tagValues);
        int needed = _name.Length + _labels.MaxLength(values);
        if (_start.Length < needed)
        {
            _start = new byte[needed * 2];
            _name.CopyTo(_start, 0);
        }

        _length = _name.Length + _labels.Write(values, _start.AsSpan(_name.Length));
    }
}
