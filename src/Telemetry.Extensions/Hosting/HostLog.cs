using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telemetry.Extensions;

/// <summary>The log of the program, for messages of parts of the library. It does nothing in a program without one. Safe to use from
/// any thread.</summary>
/// <param name="factories">The factories of loggers, of which the last one counts; may be empty.</param>
internal sealed class HostLog(IEnumerable<ILoggerFactory> factories)
{
    private static readonly Action<ILogger, string, Exception?> s_warning =
        LoggerMessage.Define<string>(LogLevel.Warning, new EventId(1, "TelemetryNotice"), "{Notice}");

    private readonly ILoggerFactory _factory = factories.LastOrDefault() ?? NullLoggerFactory.Instance;

    /// <summary>Writes a warning. A provider of the log that fails does not stop the part.</summary>
    /// <param name="category">The part of the library, such as <c>Reporters</c>.</param>
    /// <param name="message">The message, as whole sentences.</param>
    internal void Warn(string category, string message)
    {
        try
        {
            s_warning(_factory.CreateLogger($"Telemetry.{category}"), message, null);
        }
        catch (Exception e)
        {
            Trace.TraceWarning($"The log of the program failed: {e.Message}. It should have had the message: {message}");
        }
    }
}
