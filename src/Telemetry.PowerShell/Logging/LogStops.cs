using System.Globalization;
using Telemetry.Logging;

namespace Telemetry.Commands;

/// <summary>Logs that a cmdlet stops, and the wait for their last lines, which can be cancelled.</summary>
internal sealed class LogStops
{
    private readonly List<(ScriptLogInfo Log, Task<bool> Written)> _stops = [];
    private volatile bool _isCancelled;

    internal static string Describe(ScriptLogInfo log) => string.Format(
        CultureInfo.InvariantCulture,
        "The last lines of the log '{0}' could not be written to {1}: {2} In all, {3} of its lines were dropped.",
        log.Name, PlainText.Of(log.Path), log.LastError ?? "The time was over.", log.Dropped);

    /// <summary>Begins to stop a log, once.</summary>
    internal void Begin(TelemetryLog log, TimeSpan timeout)
    {
        if (!_stops.Exists(stop => stop.Log.Log == log))
        {
            _stops.Add((new ScriptLogInfo(log), log.StopAsync(timeout)));
        }
    }

    /// <summary>Waits for the last lines, one log after the other.</summary>
    /// <returns>Each log, and whether its lines were written; those after a cancellation are left out.</returns>
    internal IEnumerable<(ScriptLogInfo Log, bool IsWritten)> Await()
    {
        foreach ((ScriptLogInfo log, Task<bool> written) in _stops)
        {
            if (!CancellableWait.For(written, () => _isCancelled))
            {
                yield break;
            }

            yield return (log, written.GetAwaiter().GetResult());
        }
    }

    /// <summary>Ends the wait. The logs stop nevertheless.</summary>
    internal void Cancel() => _isCancelled = true;
}
