namespace Telemetry.Metrics;

/// <summary>Writes files that are always whole: a reader gets the one before, also meanwhile and after a failure. All members can be
/// called from any thread, and for the same file by several processes at once: one of them is the last.</summary>
public static class AtomicFile
{
    private const int Attempts = 20;

    // The file beside the target is named by the target, a point, a random name, and this extension.
    private const string Extension = ".tmp";
    private static readonly int s_randomLength = Path.GetRandomFileName().Length;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes a file beside its place, with the extension <c>.tmp</c>, and then puts it there. Its access mode is that of a
    /// new file. On Windows, a file that a program has open is tried for a second.</summary>
    /// <param name="path">The path.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellation">Ends the call before the file is put in its place.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="write"/> is null.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written. The one before is there, and nothing is left over.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled. The file before is there, and nothing is left
    /// over.</exception>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        string? folder = Path.GetDirectoryName(target);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"The folder '{folder}' of the file '{path}' does not exist. Create it first, or choose another path.");
        }

        // In the same folder, as files are renamed in one step only inside a file system. Not with the extension of the target: a
        // collector that reads a folder would read both.
        string beside = $"{target}.{Path.GetRandomFileName()}{Extension}";
        bool isDone = false;
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Move(beside, target, cancellation);
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

    /// <summary>Deletes what processes that were killed while they wrote a file have left beside it. What cannot be deleted
    /// stays.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="age">The time since which nothing was written to a file that is deleted. Longer than a file takes to be
    /// written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static void RemoveLeftovers(string path, TimeSpan age)
    {
        ArgumentNullException.ThrowIfNull(path);
        string target = Path.GetFullPath(path);
        DateTime limit = DateTime.UtcNow - age;
        try
        {
            // The name of the target is not part of the pattern, as it may have wildcards in it.
            foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, "*" + Extension))
            {
                if (IsBeside(file, target) && File.GetLastWriteTimeUtc(file) < limit)
                {
                    TryDelete(file);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They are only in the way of order.
        }
    }

    private static bool IsBeside(string file, string target) =>
        file.Length == target.Length + 1 + s_randomLength + Extension.Length
        && file.StartsWith(target + ".", StringComparison.Ordinal)
        && file.EndsWith(Extension, StringComparison.Ordinal);

    private static void Move(string from, string to, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                MoveOver(from, to);
                return;
            }
            catch (Exception e) when (attempt < Attempts && IsPassing(e, from, to))
            {
                cancellation.WaitHandle.WaitOne(s_pause);
            }
        }
    }

    // On Windows, a file that another process has open, for example to scan it for viruses, cannot be replaced. Where a move does not
    // overwrite, another process may create the file, or remove it, between the check and the move.
    private static bool IsPassing(Exception e, string from, string to) =>
        File.Exists(from)
        && !Directory.Exists(to)
        && (e is FileNotFoundException
            || (e is IOException && (Path.DirectorySeparatorChar == '\\' || File.Exists(to)))
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
