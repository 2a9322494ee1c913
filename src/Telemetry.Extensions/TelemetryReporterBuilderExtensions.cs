using Microsoft.Extensions.DependencyInjection;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Extensions;

/// <summary>Extension methods that add reporters, which take the values of the container's metrics somewhere. They start with the host,
/// before its other services, and report the last values when it stops, after the queued events were handled.</summary>
/// <remarks>A reporter that cannot start, for example because its port is in use, ends the start of the host with a
/// <see cref="ReporterException"/>. Relative paths belong to the content root of the host.</remarks>
public static class TelemetryReporterBuilderExtensions
{
    /// <summary>Adds a reporter.</summary>
    /// <remarks>A reporter has the metrics of its own options, by default those of the process. For those of the container, which differ if
    /// that has a dispatcher of its own, set <c>Registry = services.GetRequiredService&lt;MetricRegistry&gt;()</c>.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="create">The function that creates the reporter when the host starts; the host starts it, and stops it at its own
    /// stop.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddReporter(this TelemetryBuilder builder, Func<IServiceProvider, Reporter> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddSingleton(new AddedReporter(create));
        return builder;
    }

    /// <summary>Adds an endpoint for Prometheus (<see cref="PrometheusEndpoint"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TelemetryBuilder AddPrometheusEndpoint(
        this TelemetryBuilder builder, Action<PrometheusEndpointOptions>? configure = null) =>
        builder.AddPrometheusEndpoint(WithoutServices(configure));

    /// <summary>Adds an endpoint for Prometheus (<see cref="PrometheusEndpoint"/>), with options that use services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The function that sets the options, with the services of the container, such as one that has a
    /// token.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddPrometheusEndpoint(
        this TelemetryBuilder builder, Action<PrometheusEndpointOptions, IServiceProvider> configure) =>
        builder.Add(static () => new PrometheusEndpointOptions(), configure, static options => new PrometheusEndpoint(options));

    /// <summary>Adds a reporter to a text file that node_exporter reads (<see cref="TextFileReporter"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file, whose name ends with <c>.prom</c>. Its folder exists.</param>
    /// <param name="configure">The function that sets the other options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="path"/> is null.</exception>
    public static TelemetryBuilder AddTextFileReporter(
        this TelemetryBuilder builder, string path, Action<TextFileReporterOptions>? configure = null) =>
        builder.AddTextFileReporter(path, WithoutServices(configure));

    /// <summary>Adds a reporter to a text file that node_exporter reads (<see cref="TextFileReporter"/>), with options that use
    /// services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file, whose name ends with <c>.prom</c>. Its folder exists.</param>
    /// <param name="configure">The function that sets the other options, with the services of the container, such as one that has a
    /// token.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddTextFileReporter(
        this TelemetryBuilder builder, string path, Action<TextFileReporterOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(path);
        return builder.Add(
            () => new TextFileReporterOptions { Path = path },
            configure,
            static options => new TextFileReporter(options),
            static (options, root) => options.Path = root.Resolve(options.Path));
    }

    /// <summary>Adds a reporter that pushes to a Pushgateway (<see cref="PushgatewayReporter"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="uri">The address of the server, such as <c>http://push.example.com:9091</c>.</param>
    /// <param name="job">The value of the label <c>job</c>.</param>
    /// <param name="configure">The function that sets the other options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/>, <paramref name="uri"/> or <paramref name="job"/> is
    /// null.</exception>
    public static TelemetryBuilder AddPushgatewayReporter(
        this TelemetryBuilder builder, Uri uri, string job, Action<PushgatewayReporterOptions>? configure = null) =>
        builder.AddPushgatewayReporter(uri, job, WithoutServices(configure));

    /// <summary>Adds a reporter that pushes to a Pushgateway (<see cref="PushgatewayReporter"/>), with options that use
    /// services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="uri">The address of the server, such as <c>http://push.example.com:9091</c>.</param>
    /// <param name="job">The value of the label <c>job</c>.</param>
    /// <param name="configure">The function that sets the other options, with the services of the container, such as one that has a
    /// token.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddPushgatewayReporter(
        this TelemetryBuilder builder, Uri uri, string job, Action<PushgatewayReporterOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(job);
        return builder.Add(
            () => new PushgatewayReporterOptions { Uri = uri, Job = job }, configure, static options => new PushgatewayReporter(options));
    }

    /// <summary>Adds a reporter that sends datagrams to a StatsD server (<see cref="StatsDReporter"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TelemetryBuilder AddStatsDReporter(this TelemetryBuilder builder, Action<StatsDReporterOptions>? configure = null) =>
        builder.AddStatsDReporter(WithoutServices(configure));

    /// <summary>Adds a reporter that sends datagrams to a StatsD server (<see cref="StatsDReporter"/>), with options that use
    /// services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The function that sets the options, with the services of the container, such as one that has a
    /// token.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddStatsDReporter(
        this TelemetryBuilder builder, Action<StatsDReporterOptions, IServiceProvider> configure) =>
        builder.Add(static () => new StatsDReporterOptions(), configure, static options => new StatsDReporter(options));

    /// <summary>Adds a reporter that appends lines of JSON to a file (<see cref="JsonLinesReporter"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file. Its folder exists.</param>
    /// <param name="configure">The function that sets the other options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="path"/> is null.</exception>
    public static TelemetryBuilder AddJsonLinesReporter(
        this TelemetryBuilder builder, string path, Action<JsonLinesReporterOptions>? configure = null) =>
        builder.AddJsonLinesReporter(path, WithoutServices(configure));

    /// <summary>Adds a reporter that appends lines of JSON to a file (<see cref="JsonLinesReporter"/>), with options that use
    /// services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The path of the file. Its folder exists.</param>
    /// <param name="configure">The function that sets the other options, with the services of the container, such as one that has a
    /// token.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddJsonLinesReporter(
        this TelemetryBuilder builder, string path, Action<JsonLinesReporterOptions, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(path);
        return builder.Add(
            () => new JsonLinesReporterOptions { Path = path },
            configure,
            static options => new JsonLinesReporter(options),
            static (options, root) => options.Path = root.Resolve(options.Path));
    }

    /// <summary>Adds a reporter that writes tables to the console (<see cref="ConsoleReporter"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The function that sets the options; null for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TelemetryBuilder AddConsoleReporter(this TelemetryBuilder builder, Action<ConsoleReporterOptions>? configure = null) =>
        builder.AddConsoleReporter(WithoutServices(configure));

    /// <summary>Adds a reporter that writes tables to the console (<see cref="ConsoleReporter"/>), with options that use
    /// services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The function that sets the options, with the services of the container, such as one that has a
    /// token.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetryBuilder AddConsoleReporter(
        this TelemetryBuilder builder, Action<ConsoleReporterOptions, IServiceProvider> configure) =>
        builder.Add(static () => new ConsoleReporterOptions(), configure, static options => new ConsoleReporter(options));

    private static Action<TOptions, IServiceProvider> WithoutServices<TOptions>(Action<TOptions>? configure) =>
        (options, _) => configure?.Invoke(options);

    private static TelemetryBuilder Add<TOptions>(
        this TelemetryBuilder builder,
        Func<TOptions> create,
        Action<TOptions, IServiceProvider> configure,
        Func<TOptions, Reporter> createReporter,
        Action<TOptions, ContentRoot>? resolvePath = null)
        where TOptions : ReporterOptions
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.AddReporter(services =>
        {
            TOptions options = create();
            configure(options, services);
            options.Registry ??= services.GetRequiredService<MetricRegistry>();
            ContentRoot root = services.GetRequiredService<ContentRoot>();
            options.StatePath = options.StatePath is { } path ? root.Resolve(path) : null;
            resolvePath?.Invoke(options, root);
            return createReporter(options);
        });
    }
}
