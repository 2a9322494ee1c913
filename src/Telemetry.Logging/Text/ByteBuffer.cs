using System.Buffers;

namespace Telemetry;

/// <summary>Memory that grows with the text that is written to it, and is used again for the next one.</summary>
internal sealed class ByteBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[4096];

    /// <summary>The memory, which begins with the bytes that were written.</summary>
    internal byte[] Bytes => _bytes;

    /// <summary>The bytes that were written.</summary>
    internal ArraySegment<byte> Written => new(_bytes, 0, Length);

    /// <summary>The number of bytes that were written.</summary>
    internal int Length { get; private set; }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int needed = checked(Length + Math.Max(1, sizeHint));
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(needed, Math.Min(2L * _bytes.Length, int.MaxValue / 2)));
        }

        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    internal void Clear() => Length = 0;

    /// <summary>Removes what was written after a number of bytes.</summary>
    internal void Cut(int length) => Length = length;

    /// <summary>Releases the memory that a long text used, if it is more than a size.</summary>
    internal void Shrink(int size)
    {
        Length = 0;
        if (_bytes.Length > size)
        {
            _bytes = new byte[size];
        }
    }

    /// <summary>Writes the text to a stream, in one call.</summary>
    internal void CopyTo(Stream stream) => stream.Write(_bytes, 0, Length);
}
