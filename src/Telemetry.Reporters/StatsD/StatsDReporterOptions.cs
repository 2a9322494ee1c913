namespace Telemetry.Reporters;

/// <summary>The options of a <c>StatsDReporter</c>.</summary>
public sealed class StatsDReporterOptions : ReporterOptions
{
    /// <summary>The name or IP address of the server.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The UDP port, from 1 to 65535.</summary>
    public int Port { get; set; } = 8125;

    /// <summary>The dialect of the server.</summary>
    public StatsDDialect Dialect { get; set; }
}
