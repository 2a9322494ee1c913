using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Reporters that a cmdlet stops, and the wait for their last reports, which can be cancelled.</summary>
internal sealed class ReporterStops
{
    private readonly List<(ScriptReporterInfo Reporter, Task<bool> Arrived)> _stops = [];
    private volatile bool _isCancelled;

    internal static string Describe(ScriptReporterInfo reporter) =>
        $"The last report of '{reporter.Name}' to {PlainText.Of(reporter.Target)} did not arrive: "
        + $"{reporter.ErrorText ?? "its time was over"}.";

    /// <summary>Begins to stop a reporter, once.</summary>
    internal void Begin(Reporter reporter, TimeSpan timeout)
    {
        if (!_stops.Exists(stop => stop.Reporter.Reporter == reporter))
        {
            _stops.Add((new ScriptReporterInfo(reporter), reporter.StopAsync(timeout)));
        }
    }

    /// <summary>Waits for the last reports, one reporter after the other.</summary>
    /// <returns>Each reporter, and whether its last report arrived; those after a cancellation are left out.</returns>
    internal IEnumerable<(ScriptReporterInfo Reporter, bool HasArrived)> Await()
    {
        foreach ((ScriptReporterInfo reporter, Task<bool> arrived) in _stops)
        {
            if (!CancellableWait.For(arrived, () => _isCancelled))
            {
                yield break;
            }

            yield return (reporter, arrived.GetAwaiter().GetResult());
        }
    }

    /// <summary>Ends the wait. The reporters stop nevertheless.</summary>
    internal void Cancel() => _isCancelled = true;
}
