using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads definitions of metrics from a data file of PowerShell, or from one in JSON.</summary>
internal static class MetricDataFile
{
    private const string Shape = "@{ Metrics = @( … ) }";

    /// <summary>Reads a file, by its extension: <c>.psd1</c>, or <c>.json</c>.</summary>
    /// <exception cref="InvalidMetricException">The file is not a data file of PowerShell.</exception>
    /// <exception cref="MetricException">The file cannot be read, or a definition in it is not valid.</exception>
    internal static MetricFileContent Read(string path) =>
        path.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase) ? MetricFile.Create(ReadData(path), path) : MetricFile.Read(path);

    private static MetricDataNode ReadData(string path)
    {
        try
        {
            return DataFile.Read(path, Shape, nameof(MetricDefinition.Lifetime), nameof(MetricFilePoll.Interval));
        }
        catch (InvalidDataException e)
        {
            throw InvalidMetricException.File(e.Message, path);
        }
    }
}
