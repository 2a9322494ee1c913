using System.ComponentModel;
using System.Diagnostics;

namespace Telemetry.Polling;

/// <summary>The built-in poll of the process as the operating system sees it: the event <c>process</c>. It takes longer than a tick of
/// the runtime's figures: up to a millisecond.</summary>
internal sealed class ProcessPoll
{
    // One entry for each thread. The class Process reads each of them.
    private const string LinuxThreads = "/proc/self/task";

    private static readonly EventName s_process = EventName.Parse("process");

    private readonly Figures _figures = new();
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly TimeSpan _startedBefore;
    private readonly TimeSpan _created = PollClock.Now;

    internal ProcessPoll()
    {
        _startedBefore = DateTime.UtcNow - _process.StartTime.ToUniversalTime();
    }

    internal void Measure(PollContext context)
    {
        _figures.Clear();
        _process.Refresh();
        _figures.Add("uptime", (MeasurementValue)(_startedBefore + (PollClock.Now - _created)));
        Add("threads", CountThreads);
        Add("handles", static process => process.HandleCount);
        Add("working_set", static process => process.WorkingSet64);
        Add("private_bytes", static process => process.PrivateMemorySize64);
        _figures.Emit(context, s_process);
    }

    private static long CountThreads(Process process) => Directory.Exists(LinuxThreads)
        ? Directory.EnumerateFileSystemEntries(LinuxThreads).LongCount()
        : process.Threads.Count;

    /// <summary>Adds a figure, unless the system refuses it.</summary>
    private void Add(string key, Func<Process, long> read)
    {
        try
        {
            _figures.Add(key, (MeasurementValue)read(_process));
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException or InvalidOperationException
            or NotSupportedException)
        {
            // The other figures are emitted.
        }
    }
}
