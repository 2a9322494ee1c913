using System.Text;

namespace Telemetry.Reporters;

/// <summary>Reads lines and bytes of the answers of a server.</summary>
/// <param name="stream">The stream to read from.</param>
internal sealed class HttpReader(Stream stream)
{
    private const int LongestLine = 16 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Reads a line, without its end.</summary>
    /// <exception cref="IOException">The connection ended, or the line is too long.</exception>
    internal string ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !Fill())
            {
                throw new EndOfStreamException("the server closed the connection without a whole answer");
            }

            char c = (char)_buffer[_start++];
            if (c == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Append(c).Length > LongestLine)
            {
                throw new InvalidDataException("the answer of the server is not HTTP");
            }
        }
    }

    /// <summary>Reads bytes, until there are as many or the connection ends.</summary>
    /// <param name="destination">The memory for them.</param>
    /// <param name="length">The number of bytes there, which is right after an exception, too.</param>
    /// <param name="count">The number of bytes to read.</param>
    /// <returns>Whether all of them were read.</returns>
    internal bool Read(byte[] destination, ref int length, int count)
    {
        int end = length + count;
        while (length < end && (_start < _end || Fill()))
        {
            int part = Math.Min(end - length, _end - _start);
            Array.Copy(_buffer, _start, destination, length, part);
            _start += part;
            length += part;
        }

        return length == end;
    }

    private bool Fill()
    {
        _start = 0;
        _end = stream.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }
}
