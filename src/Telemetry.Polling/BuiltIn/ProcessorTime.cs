using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Telemetry.Polling;

/// <summary>The time that processors spent on the process. Used by one thread at a time.</summary>
internal sealed class ProcessorTime
{
    private const int Self = 0;

    // More than the structure has, on any system.
    private readonly long[] _usage = new long[64];
    private readonly Process? _process = IsUnix ? null : Process.GetCurrentProcess();

    // The call fills in four words of 64 bits on the systems that are known: seconds and microseconds, twice.
    private static bool IsUnix { get; } = IntPtr.Size == 8
        && (RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || RuntimeInformation.IsOSPlatform(OSPlatform.OSX));

    /// <summary>Reads the times.</summary>
    /// <param name="user">The time in the code of the process.</param>
    /// <param name="system">The time in the operating system.</param>
    internal void Read(out TimeSpan user, out TimeSpan system)
    {
        if (_process is null && GetUsage(Self, _usage) == 0)
        {
            user = TimeOf(_usage[0], _usage[1]);
            system = TimeOf(_usage[2], _usage[3]);
        }
        else
        {
            Process process = _process ?? Process.GetCurrentProcess();
            user = process.UserProcessorTime;
            system = process.PrivilegedProcessorTime;
        }
    }

    // The microseconds have 32 bits on macOS, followed by a gap.
    private static TimeSpan TimeOf(long seconds, long microseconds) =>
        new((seconds * TimeSpan.TicksPerSecond) + ((int)microseconds * (TimeSpan.TicksPerMillisecond / 1000)));

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int who, long[] usage);
}
