namespace Telemetry.Reporters;

/// <summary>The options of a <see cref="TextFileReporter"/>.</summary>
public sealed class TextFileReporterOptions : ReporterOptions
{
    /// <summary>The path of the file, whose name ends with <c>.prom</c>. Its folder exists.</summary>
    public required string Path { get; set; }

    /// <summary>Whether the file has a gauge with the time of the last report, for an alert on a job that no longer runs.</summary>
    public bool SuccessTimestamp { get; set; }
}
