namespace Telemetry.Reporters;

/// <summary>The options of a <see cref="JsonLinesReporter"/>.</summary>
public sealed class JsonLinesReporterOptions : ReporterOptions
{
    /// <summary>The path of the file to which the lines are appended. Its folder exists.</summary>
    public required string Path { get; set; }
}
