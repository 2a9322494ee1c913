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
    /// <returns>The number of bytes read.</returns>
    internal int Read(byte[] destination, int offset, int count)
    {
        int read = 0;
        while (read < count && (_start < _end || Fill()))
        {
            int part = Math.Min(count - read, _end - _start);
            Array.Copy(_buffer, _start, destination, offset + read, part);
            _start += part;
            read += part;
        }

        return read;
    }

    private bool Fill()
    {
        _start = 0;
        _end = stream.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }
}
