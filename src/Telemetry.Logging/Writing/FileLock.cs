using System.Diagnostics;

namespace Telemetry.Logging;

/// <summary>A lock between processes: a file that one of them has open at a time. It stays, as another process may wait for it when it
/// would be deleted.</summary>
internal static class FileLock
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns the path of the lock of a file, beside it and hidden on Unix.</summary>
    internal static string PathOf(string file) => Path.Combine(Path.GetDirectoryName(file)!, $".{Path.GetFileName(file)}.lock");

    /// <summary>Waits for the lock. Disposing the result releases it, and so does the end of the process.</summary>
    /// <exception cref="IOException">Another process has it for too long, or the file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    internal static IDisposable Acquire(string path)
    {
        var passed = Stopwatch.StartNew();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && passed.Elapsed < s_patience)
            {
                // Different times, so that no process always comes late.
                Thread.Sleep(1 + ((Environment.TickCount + attempt) & 7));
            }
        }
    }
}
