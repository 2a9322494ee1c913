using System.Buffers;
using System.Text;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>Metrics as text.</summary>
internal static class Written
{
    // Not UTF-8 that is wrong somewhere.
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string Prometheus(MetricSnapshot snapshot, string? prefix = null) =>
        By(output => PrometheusText.Write(output, snapshot, prefix: prefix));

    internal static string OpenMetrics(MetricSnapshot snapshot, string? prefix = null) =>
        By(output => PrometheusText.Write(output, snapshot, TextFormat.OpenMetrics, prefix));

    internal static string By(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return s_strict.GetString(output.WrittenSpan);
    }
}
