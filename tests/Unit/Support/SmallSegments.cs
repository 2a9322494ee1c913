using System.Buffers;
using System.Text;

namespace Telemetry.Tests.Support;

/// <summary>A buffer writer that hands out as little memory as it may, and new memory each time.</summary>
internal sealed class SmallSegments : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _memory = [];

    public void Advance(int count) => _written.AddRange(_memory.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0) => _memory = new byte[Math.Max(sizeHint, 1)];

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override string ToString() => Encoding.UTF8.GetString([.. _written]);
}
