using System.Diagnostics.Metrics;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>An extension method that publishes metrics as instruments of the platform.</summary>
public static class MetricPublishingExtensions
{
    /// <summary>Publishes the metrics of a registry as instruments of <see cref="System.Diagnostics.Metrics"/>, so that an OpenTelemetry
    /// SDK in the process, a <see cref="MeterListener"/> or <c>dotnet-counters</c> reads them. Metrics that are added, replaced or
    /// removed later are followed.</summary>
    /// <remarks>
    /// <para>Counters, sums and last values become observable instruments, which are read when a listener collects: an event costs
    /// no more than before. A sum with <see cref="MetricDefinition.AllowNegative"/> becomes an <see cref="ObservableUpDownCounter{T}"/>,
    /// a last value an <see cref="ObservableGauge{T}"/>. Distributions and summaries become histograms, whose listeners receive each
    /// value, on the thread that emits. A histogram without listeners costs an event about a nanosecond.</para>
    /// <para>The bounds of a distribution are passed on as advice from .NET 9 on; a listener that does not follow it, and any on
    /// .NET 8, has to be configured with them. Each metric has a <see cref="Meter"/> of its own, all with one name, as an
    /// instrument ends with its meter. A collection of observable instruments raises <see cref="MetricRegistry.Collecting"/>
    /// first.</para>
    /// <para>Units are codes of UCUM (<see cref="ExportedName.CodeOfUnit"/>). Characters of a name that instruments cannot have become
    /// underscores. The counter <see cref="MetricRegistry.ProblemsMetric"/> is published as well.</para>
    /// </remarks>
    /// <param name="registry">The registry.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The publication. It ends when it is disposed, and with the registry.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="registry"/> is null.</exception>
    /// <exception cref="ArgumentException">The name of the meter is empty.</exception>
    /// <exception cref="MetricException">The name of a metric in the options is not valid.</exception>
    /// <exception cref="InvalidOperationException">There is a publication with the same name of the meter.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public static InstrumentPublication PublishInstruments(this MetricRegistry registry, InstrumentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        options ??= new InstrumentOptions();
        if (string.IsNullOrWhiteSpace(options.MeterName))
        {
            throw new ArgumentException("The name of the meter is empty. Give a name, or leave it out for 'Telemetry'.", nameof(options));
        }

        var selection = new MetricSelection(options.Metrics, options.Group);
        if (registry.IsDisposed)
        {
            throw new ObjectDisposedException(nameof(MetricRegistry), "A disposed registry has no metrics to publish.");
        }

        var publication = new InstrumentPublication(registry, options.MeterName, selection);
        publication.Start();
        return publication;
    }
}
