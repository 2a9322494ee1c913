using System.Diagnostics;

namespace Telemetry;

/// <summary>The time that a reporter has at the end of the process. A process that ends by a signal may ask for reports twice: for
/// the signal, and when it exits.</summary>
internal sealed class EndOfProcess
{
    // An end that comes this late is another one: the program survived the signal.
    private static readonly TimeSpan s_sameEnd = TimeSpan.FromSeconds(15);

    // The process waits no longer than the longest time. Before that, it has to be said that a report did not arrive.
    private static readonly TimeSpan s_longest = ProcessEnd.MaxTimeout - TimeSpan.FromMilliseconds(300);

    private readonly object _gate = new();
    private Stopwatch? _sinceUse;
    private TimeSpan _used;

    /// <summary>The time that is left.</summary>
    internal TimeSpan Left
    {
        get
        {
            lock (_gate)
            {
                return _sinceUse is null || _sinceUse.Elapsed > s_sameEnd ? s_longest : s_longest - _used;
            }
        }
    }

    /// <summary>Sets the time that a report used which did not arrive; zero for one that arrived.</summary>
    internal void Use(TimeSpan time)
    {
        lock (_gate)
        {
            _used = time;
            _sinceUse = Stopwatch.StartNew();
        }
    }
}
