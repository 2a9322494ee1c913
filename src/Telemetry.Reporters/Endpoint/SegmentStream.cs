using System.Buffers;

namespace Telemetry.Reporters;

/// <summary>Memory for a response, in segments below the size of large objects, as long as the response and not copied while it
/// grows. Not safe to use from several threads.</summary>
internal sealed class SegmentStream : Stream, IBufferWriter<byte>
{
    // Arrays of 85,000 bytes and more are collected only with the oldest generation.
    private const int LargestSegment = 64 * 1024;
    private const int SmallestSegment = 4 * 1024;

    private readonly List<ArraySegment<byte>> _full = [];
    private byte[] _current = [];
    private int _used;
    private long _fullLength;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _fullLength + _used;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>The segments, in order.</summary>
    internal IEnumerable<ArraySegment<byte>> Segments => _full.Append(new ArraySegment<byte>(_current, 0, _used));

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _current.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _current.AsSpan(_used);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            Reserve(1);
            int part = Math.Min(count, _current.Length - _used);
            Buffer.BlockCopy(buffer, offset, _current, _used, part);
            _used += part;
            offset += part;
            count -= part;
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Reserve(int length)
    {
        if (_current.Length - _used >= Math.Max(length, 1))
        {
            return;
        }

        if (_used > 0)
        {
            _full.Add(new ArraySegment<byte>(_current, 0, _used));
            _fullLength += _used;
            _used = 0;
        }

        int usual = Math.Min(Math.Max(SmallestSegment, _current.Length * 2), LargestSegment);
        _current = new byte[Math.Max(usual, length)];
    }
}
