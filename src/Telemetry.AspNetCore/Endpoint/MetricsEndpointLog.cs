using Microsoft.Extensions.Logging;

namespace Telemetry.AspNetCore;

/// <summary>The log entries of routes with metrics.</summary>
internal static partial class MetricsEndpointLog
{
    /// <summary>The category of the entries.</summary>
    internal const string Category = "Telemetry.AspNetCore";

    [LoggerMessage(
        EventId = 1, EventName = "MetricsFailed", Level = LogLevel.Error, Message = "The metrics at {Path} could not be collected")]
    internal static partial void Failed(ILogger logger, string path, Exception exception);
}
