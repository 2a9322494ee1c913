using Microsoft.Extensions.Logging;

namespace Telemetry.AspNetCore;

/// <summary>The log entries of routes with metrics.</summary>
internal static class MetricsEndpointLog
{
    /// <summary>The category of the entries.</summary>
    internal const string Category = "Telemetry.AspNetCore";

    private static readonly Action<ILogger, string, Exception?> s_failed = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(1, "MetricsFailed"), "The metrics at {Path} could not be collected");

    internal static void Failed(ILogger logger, string path, Exception exception) => s_failed(logger, path, exception);
}
