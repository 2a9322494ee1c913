using System.Buffers;
using System.IO.Compression;

namespace Telemetry.Reporters;

/// <summary>Compresses text while it is written. Disposing it completes the output.</summary>
internal sealed class GzipWriter : IBufferWriter<byte>, IDisposable
{
    private const int Size = 16 * 1024;

    private readonly GZipStream _gzip;
    private byte[] _memory = new byte[Size];

    /// <param name="output">The stream for the compressed bytes. It is not closed.</param>
    internal GzipWriter(Stream output)
    {
        _gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
    }

    public void Advance(int count) => _gzip.Write(_memory, 0, count);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_memory.Length < sizeHint)
        {
            _memory = new byte[sizeHint];
        }

        return _memory;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose() => _gzip.Dispose();
}
