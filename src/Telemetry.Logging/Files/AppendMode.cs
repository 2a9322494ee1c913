using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Telemetry;

/// <summary>Opens files to append as the operating system does it. .NET appends at the end that it found when it opened the file,
/// and would overwrite what other processes have appended since.</summary>
internal static class AppendMode
{
    // Those of Linux.
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int Append = 0x400;

    /// <summary>Makes each write to a file append to it, on Linux. Elsewhere nothing changes.</summary>
    internal static void Set(SafeFileHandle file)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        int flags = Control(file, GetFlags, 0);
        if (flags < 0 || Control(file, SetFlags, flags | Append) < 0)
        {
            throw new IOException("The file cannot be opened to append to it.");
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, int argument);
}
