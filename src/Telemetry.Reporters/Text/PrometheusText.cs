using System.Buffers;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>Writes metrics as text for Prometheus and all that read its formats.</summary>
/// <remarks>Names are those of <see cref="ExportedName"/>. Counters, and sums that only go up, are counters; other sums and last
/// values are gauges; a distribution is a histogram; a summary has the quantiles 0.5, 0.9, 0.95 and 0.99. Numbers are written with
/// the fewest digits that give the same number when they are read. All members can be called from any thread.</remarks>
public static class PrometheusText
{
    /// <summary>Writes a snapshot, in UTF-8.</summary>
    /// <param name="output">The writer to write to. It has incomplete text if an exception is thrown.</param>
    /// <param name="snapshot">The snapshot. Metrics without a series are left out.</param>
    /// <param name="format">The format.</param>
    /// <param name="prefix">Text to put before each name, separated by an underscore; null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> or <paramref name="snapshot"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is not a format.</exception>
    /// <exception cref="ArgumentException">Two metrics have the same exported name.</exception>
    public static void Write(
        IBufferWriter<byte> output, MetricSnapshot snapshot, TextFormat format = TextFormat.Prometheus, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(snapshot);
        ThrowIfUnknown(format);
        var writer = new Utf8Writer(output);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (MetricReading metric in snapshot.Metrics)
        {
            if (FamilyText.HasSamples(metric))
            {
                var family = new FamilyText(metric, format, prefix);
                if (!names.Add(family.Name))
                {
                    throw new ArgumentException(
                        $"The metric '{metric.Definition.Name}' and another one of the snapshot are both exported as '{family.Name}'.",
                        nameof(snapshot));
                }

                family.Write(ref writer);
            }
        }

        if (format == TextFormat.OpenMetrics)
        {
            writer.Write("# EOF\n"u8);
        }

        writer.Flush();
    }

    /// <summary>Returns the value of the HTTP header <c>Content-Type</c> for a format.</summary>
    /// <param name="format">The format.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is not a format.</exception>
    public static string ContentType(TextFormat format)
    {
        ThrowIfUnknown(format);
        return format == TextFormat.OpenMetrics
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
    }

    /// <summary>Selects the format that a client prefers.</summary>
    /// <param name="accept">The HTTP header <c>Accept</c> of the request; null if it has none.</param>
    /// <returns><see cref="TextFormat.OpenMetrics"/> if the client prefers its version 1.0.0, by the weights of the header or, if
    /// these are equal, because it is named more specifically or earlier; otherwise <see cref="TextFormat.Prometheus"/>.</returns>
    public static TextFormat Negotiate(string? accept) => AcceptHeader.PrefersOpenMetrics(accept ?? string.Empty)
        ? TextFormat.OpenMetrics
        : TextFormat.Prometheus;

    private static void ThrowIfUnknown(TextFormat format)
    {
        if (format is not (TextFormat.Prometheus or TextFormat.OpenMetrics))
        {
            throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
        }
    }
}
