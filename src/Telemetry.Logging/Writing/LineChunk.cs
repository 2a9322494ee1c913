namespace Telemetry.Logging;

/// <summary>Lines that wait, one after the other. Used under the lock of the queue, and then by the writer alone.</summary>
internal sealed class LineChunk(int size)
{
    private readonly byte[] _bytes = new byte[size];
    private int _start;
    private int _end;

    internal bool IsEmpty => _start == _end;

    /// <summary>The lines that are not written.</summary>
    internal ArraySegment<byte> Rest => new(_bytes, _start, _end - _start);

    internal bool TryAdd(ReadOnlySpan<byte> line)
    {
        if (_bytes.Length - _end < line.Length)
        {
            return false;
        }

        line.CopyTo(_bytes.AsSpan(_end));
        _end += line.Length;
        return true;
    }

    /// <summary>Returns as many lines as have room in a number of bytes; no byte if the first one is longer.</summary>
    internal ArraySegment<byte> LinesWithin(long room)
    {
        ArraySegment<byte> rest = Rest;
        if (rest.Count <= room)
        {
            return rest;
        }

        int length = room <= 0 ? 0 : rest.AsSpan(0, (int)room).LastIndexOf((byte)'\n') + 1;
        return new(_bytes, _start, length);
    }

    /// <summary>Returns the first line that is not written.</summary>
    internal ArraySegment<byte> FirstLine() => new(_bytes, _start, Rest.AsSpan().IndexOf((byte)'\n') + 1);

    /// <summary>Removes lines that were written.</summary>
    internal void Advance(int count) => _start += count;
}
