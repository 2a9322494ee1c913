using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Extensions;

/// <summary>Reads the options of a reporter from the configuration, by the names of their properties. Errors never show a value that can
/// hold a secret.</summary>
/// <param name="name">The name of the reporter.</param>
/// <param name="settings">The settings.</param>
/// <param name="registry">The registry whose metrics are reported.</param>
/// <param name="root">The folder of relative paths.</param>
internal sealed class ReporterOptionsReader(string name, SettingMap settings, MetricRegistry registry, ContentRoot root)
{
    internal Func<Reporter> Console()
    {
        var options = new ConsoleReporterOptions();
        ReadCommon(options);
        options.Width = settings.Integer("Width");
        return () => new ConsoleReporter(options);
    }

    internal Func<Reporter>? JsonLines()
    {
        var options = new JsonLinesReporterOptions { Path = ReadPath() };
        ReadCommon(options);
        return options.Path.Length == 0 ? null : () => new JsonLinesReporter(options);
    }

    internal Func<Reporter> Prometheus()
    {
        var options = new PrometheusEndpointOptions();
        ReadCommon(options);
        options.Address = settings.Text("Address") ?? options.Address;
        options.Port = settings.Integer("Port") ?? options.Port;
        options.Path = settings.Text("Path") ?? options.Path;
        options.BearerToken = settings.Text("BearerToken");
        options.UserName = settings.Text("UserName");
        options.Password = settings.Text("Password");
        options.AllowUnprotected = settings.Flag("AllowUnprotected") ?? options.AllowUnprotected;
        return () => new PrometheusEndpoint(options);
    }

    internal Func<Reporter>? Pushgateway()
    {
        Uri? uri = ReadUri();
        string? job = settings.Text("Job");
        if (string.IsNullOrWhiteSpace(job))
        {
            settings.AddError("Job", "it is missing. Write the value of the label job.");
        }

        var options = new PushgatewayReporterOptions { Uri = uri!, Job = job! };
        ReadCommon(options);
        options.GroupingKey = settings.TextsByKey("GroupingKey") ?? options.GroupingKey;
        options.GroupTags = settings.Texts("GroupTags") ?? options.GroupTags;
        options.Method = settings.Choice<PushMethod>("Method") ?? options.Method;
        options.Timeout = settings.Duration("Timeout") ?? options.Timeout;
        options.DeleteOnStop = settings.Flag("DeleteOnStop") ?? options.DeleteOnStop;
        options.UserName = settings.Text("UserName");
        options.Password = settings.Text("Password");
        options.BearerToken = settings.Text("BearerToken");
        return uri is null || string.IsNullOrWhiteSpace(job) ? null : () => new PushgatewayReporter(options);
    }

    internal Func<Reporter> StatsD()
    {
        var options = new StatsDReporterOptions();
        ReadCommon(options);
        options.Host = settings.Text("Host") ?? options.Host;
        options.Port = settings.Integer("Port") ?? options.Port;
        options.Dialect = settings.Choice<StatsDDialect>("Dialect") ?? options.Dialect;
        return () => new StatsDReporter(options);
    }

    internal Func<Reporter>? TextFile()
    {
        var options = new TextFileReporterOptions { Path = ReadPath() };
        ReadCommon(options);
        options.SuccessTimestamp = settings.Flag("SuccessTimestamp") ?? options.SuccessTimestamp;
        return options.Path.Length == 0 ? null : () => new TextFileReporter(options);
    }

    private void ReadCommon(ReporterOptions options)
    {
        options.Name = name;
        options.Registry = registry;
        options.Metrics = settings.Texts("Metrics") ?? options.Metrics;
        options.Group = settings.Text("Group");
        options.Prefix = settings.Text("Prefix");
        options.Interval = settings.Duration("Interval");
        options.StatePath = settings.Text("StatePath") is { } path ? root.Resolve(path) : null;
    }

    private string ReadPath()
    {
        string? path = settings.Text("Path");
        if (string.IsNullOrWhiteSpace(path))
        {
            settings.AddError("Path", "it is missing. Write the path of the file.");
            return string.Empty;
        }

        return root.Resolve(path);
    }

    private Uri? ReadUri()
    {
        string? text = settings.Text("Uri");
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri))
        {
            return uri;
        }

        // The text may have a password.
        settings.AddError("Uri", "it is missing, or not a URI. Write the address of the server, such as http://push.example.com:9091.");
        return null;
    }
}
