using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Telemetry.Extensions;

/// <summary>The log of the program, for messages of parts of the library. It does nothing in a program without one. Safe to use from
/// any thread.</summary>
/// <param name="factories">The factories of loggers, of which the last one counts; may be empty.</param>
internal sealed class HostLog(IEnumerable<ILoggerFactory> factories)
{
    private readonly ILoggerFactory _factory = factories.LastOrDefault() ?? NullLoggerFactory.Instance;

    /// <summary>Writes an entry. A provider of the log that fails does not stop the part.</summary>
    /// <param name="kind">The kind of the entry.</param>
    /// <param name="message">The message, as whole sentences.</param>
    /// <param name="exception">The exception that caused it; null if there is none.</param>
    /// <param name="values">The values to which the message refers, such as the name of a reporter.</param>
    internal void Write(HostEvent kind, string message, Exception? exception, params KeyValuePair<string, object?>[] values)
    {
        try
        {
            // Without asking whether the level is enabled: a provider that throws then would keep the entry from the others.
            var state = new HostEntry(message, values);
            _factory.CreateLogger(kind.Category).Log(kind.Level, kind.Id, state, exception, static (entry, _) => entry.ToString());
        }
        catch (Exception e)
        {
            Trace.TraceWarning($"The log of the program failed: {e.Message}. It should have had the message: {message}");
        }
    }
}
