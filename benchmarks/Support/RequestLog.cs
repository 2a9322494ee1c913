using Microsoft.Extensions.Logging;

namespace Telemetry.Benchmarks.Support;

/// <summary>The same event as an entry of the log, as a program without events writes it.</summary>
internal static partial class RequestLog
{
    internal const string Message = "Request of {route}: {status} after {duration}, {size} bytes, cached: {cached}";

    [LoggerMessage(1, LogLevel.Debug, Message)]
    internal static partial void Done(ILogger logger, double duration, long size, string route, int status, bool cached);
}
