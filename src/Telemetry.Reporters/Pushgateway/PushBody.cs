using System.Buffers;

namespace Telemetry.Reporters;

/// <summary>The memory for the bodies of the pushes of a reporter. It grows to the largest of them.</summary>
internal sealed class PushBody : IBufferWriter<byte>
{
    private const int MinimumGrowth = 4096;

    internal byte[] Bytes { get; private set; } = [];

    internal int Length { get; private set; }

    internal void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Bytes.AsSpan(Length);
    }

    private void Reserve(int sizeHint)
    {
        if (Bytes.Length - Length < Math.Max(sizeHint, 1))
        {
            byte[] larger = new byte[checked(Length + Math.Max(Math.Max(sizeHint, Length), MinimumGrowth))];
            Array.Copy(Bytes, larger, Length);
            Bytes = larger;
        }
    }
}
