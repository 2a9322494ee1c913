namespace Telemetry.Metrics;

/// <summary>Writes files that are always whole: a reader gets the one before, also meanwhile and after a failure.</summary>
internal static class AtomicFile
{
    private const int Attempts = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes a file beside its place, and then puts it there. Several processes may do so at once: one of them is the
    /// last.</summary>
    /// <param name="path">The path.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    internal static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(target);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"The folder '{folder}' of the file '{path}' does not exist. Create it first, or choose another path.");
        }

        // In the same folder, as files are renamed in one step only inside a file system.
        string beside = $"{target}.{Path.GetRandomFileName()}.tmp";
        bool isDone = false;
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Move(beside, target);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                TryDelete(beside);
            }
        }
    }

    private static void Move(string from, string to)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                MoveOver(from, to);
                return;
            }
            catch (Exception e) when (attempt < Attempts && IsPassing(e, to))
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    // On Windows, a file that another process has open, for example to scan it for viruses, cannot be replaced. Where a move does not
    // overwrite, another process may create the file, or remove it, between the check and the move.
    private static bool IsPassing(Exception e, string target) =>
        !Directory.Exists(target)
        && (e is FileNotFoundException
            || (e is IOException && (Path.DirectorySeparatorChar == '\\' || File.Exists(target)))
            || (e is UnauthorizedAccessException && Path.DirectorySeparatorChar == '\\'));

#if NET
    private static void MoveOver(string from, string to) => File.Move(from, to, overwrite: true);
#else
    private static void MoveOver(string from, string to)
    {
        if (File.Exists(to))
        {
            File.Replace(from, to, destinationBackupFileName: null, ignoreMetadataErrors: true);
        }
        else
        {
            File.Move(from, to);
        }
    }
#endif

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure before this one is the one to report.
        }
    }
}
