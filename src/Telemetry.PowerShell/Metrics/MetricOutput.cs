using System.Buffers;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Writes the values of metrics to a file.</summary>
internal static class MetricOutput
{
    /// <summary>Writes a snapshot. A file that exists is replaced as a whole, so that no reader sees a part of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="snapshot">The values.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="InvalidMetricException">The file cannot be written.</exception>
    internal static void Write(string path, MetricSnapshot snapshot, MetricValueFormat format)
    {
        var output = new ByteBuffer();
        switch (format)
        {
            case MetricValueFormat.Json:
                MetricJson.Write(output, snapshot);
                break;
            case MetricValueFormat.OpenMetrics:
                PrometheusText.Write(output, snapshot, TextFormat.OpenMetrics);
                break;
            default:
                PrometheusText.Write(output, snapshot, TextFormat.Prometheus);
                break;
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw InvalidMetricException.Path(path, "there is no such folder. Create it first.");
        }

        try
        {
            AtomicFile.Write(path, output.CopyTo);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw InvalidMetricException.Path(path, $"the file cannot be written. {e.Message}");
        }
    }

    private sealed class ByteBuffer : IBufferWriter<byte>
    {
        private byte[] _bytes = new byte[4096];
        private int _count;

        public void Advance(int count) => _count += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            int needed = _count + Math.Max(1, sizeHint);
            if (needed > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
            }

            return _bytes.AsMemory(_count);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        internal void CopyTo(Stream stream) => stream.Write(_bytes, 0, _count);
    }
}
