using Microsoft.Extensions.Logging;

namespace Telemetry.Extensions;

/// <summary>Writes events as entries of one level, while it is enabled. Safe to use from any thread.</summary>
/// <param name="logger">The log.</param>
/// <param name="level">The level.</param>
/// <param name="entries">Reads the events.</param>
/// <param name="skipsExceptions">Whether another logger writes the events of spans that end with an exception.</param>
internal sealed class EventLogger(ILogger logger, LogLevel level, EventEntries entries, bool skipsExceptions)
{
    /// <summary>The handler of the events; its config is an <see cref="EventLogger"/>. It allocates nothing while the level is
    /// off.</summary>
    internal static TelemetryHandler Handler { get; } = static (in data, config) => ((EventLogger)config!).Write(in data);

    /// <summary>Whether the level is enabled. An exception of a provider is passed on.</summary>
    internal bool IsEnabled => level != LogLevel.None && logger.IsEnabled(level);

    private void Write(in EventData data)
    {
        if (!IsEnabled || (skipsExceptions && ExceptionEvents.Contains(data.EventName)) || !LogScope.TryOpen())
        {
            return;
        }

        try
        {
            LogEntry entry = entries.Read(in data, out Exception? exception);
            logger.Log(level, new EventId(0, entry.Name), entry, exception, static (entry, _) => entry.ToString());
        }
        finally
        {
            LogScope.Close();
        }
    }
}
