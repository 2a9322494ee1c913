namespace Telemetry.Reporters;

/// <summary>The options of a <c>ConsoleReporter</c>.</summary>
public sealed class ConsoleReporterOptions : ReporterOptions
{
    /// <summary>The writer to write to; null for the standard output.</summary>
    public TextWriter? Output { get; init; }
}
