using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Telemetry.Tests.Support;

/// <summary>Signals, as they are sent to a process that a test started.</summary>
internal static partial class UnixSignal
{
    private const int Interrupt = 2;

    /// <summary>Sends a signal to a process.</summary>
    /// <param name="name">Such as <c>SIGTERM</c>.</param>
    /// <param name="processId">The id of a process that the test started.</param>
    public static void Send(string name, int processId)
    {
        int number = name switch
        {
            "SIGHUP" => 1,
            "SIGINT" => Interrupt,
            "SIGQUIT" => 3,
            "SIGTERM" => 15,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "This is no signal."),
        };
        if (Kill(processId, number) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Lets the programs that are started from now on react to SIGINT: what a shell starts in the background ignores
    /// it, and so does all that it starts in its turn.</summary>
    public static void StopIgnoringInterrupt()
    {
        const string Status = "/proc/self/status";
        const string Ignored = "SigIgn:";
        string? mask = File.Exists(Status)
            ? Array.Find(File.ReadAllLines(Status), line => line.StartsWith(Ignored, StringComparison.Ordinal))
            : null;
        ulong signals = mask is null
            ? 0
            : ulong.Parse(mask.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if ((signals & (1UL << (Interrupt - 1))) != 0)
        {
            SetHandler(Interrupt, handler: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);
}
