using Microsoft.Extensions.DependencyInjection;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Extension methods that add metrics to the registry of the container. They record from the start of the host, before its other
/// services are started, until it has stopped.</summary>
/// <remarks>Several hosts of one process, and several libraries, can add the same metric: it is kept until the last of them stops. A metric
/// with the name of another one and a different definition is an error at the start of the host.</remarks>
public static class TelemetryMetricBuilderExtensions
{
    /// <summary>Adds metrics.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="definitions">The definitions. They are checked when the host starts.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument, or a definition, is null.</exception>
    public static TelemetryBuilder AddMetrics(this TelemetryBuilder builder, params MetricDefinition[] definitions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(definitions);
        MetricDefinition[] copy = [.. definitions];
        Array.ForEach(copy, definition => ArgumentNullException.ThrowIfNull(definition, nameof(definitions)));
        return builder.Add(_ => new DefinitionSet(copy));
    }

    /// <summary>Adds the metrics of a file of definitions in JSON, with the polls and sources in it
    /// (<see cref="MetricFile.Read"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path, relative to the content root of the host. The file is read when the host starts.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddMetricFile(this TelemetryBuilder builder, string path)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(path);
        return builder.Add(root => DefinitionSet.Of(MetricFile.Read(root.Resolve(path))));
    }

    /// <summary>Adds the metrics of a preset, with the polls and sources that they need.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name, one of <see cref="MetricFile.Presets"/>, without regard to case.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="MetricException">There is no such preset.</exception>
    public static TelemetryBuilder AddPreset(this TelemetryBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var preset = DefinitionSet.Of(MetricFile.ReadPreset(name));
        return builder.Add(_ => preset);
    }

    /// <summary>Adds definitions that are read when the host starts.</summary>
    internal static TelemetryBuilder Add(this TelemetryBuilder builder, Func<ContentRoot, DefinitionSet> read)
    {
        builder.Services.AddSingleton(new AddedMetrics(read));
        return builder;
    }
}
