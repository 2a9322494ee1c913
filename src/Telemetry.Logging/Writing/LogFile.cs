namespace Telemetry.Logging;

/// <summary>The file of a log, to which lines are appended, and which is rotated. Other processes may do both at the same time. It is
/// opened for each batch, so that it can be renamed meanwhile. Used by one thread at a time.</summary>
/// <param name="path">The path of the file.</param>
/// <param name="maxSize">The size in bytes beyond which no line is appended; null for none.</param>
/// <param name="isDaily">Whether each day has its own file.</param>
/// <param name="keep">The number of rotated files; null for all.</param>
/// <param name="isLocal">Whether days are local, and not those of UTC.</param>
internal sealed class LogFile(string path, long? maxSize, bool isDaily, int? keep, bool isLocal)
{
    private readonly RotatedFiles _rotated = new(path);
    private readonly string? _lockPath = maxSize is null && !isDaily ? null : FileLock.PathOf(path);

    /// <summary>The number of rotations by this object.</summary>
    internal long Rotations { get; private set; }

    /// <summary>The exception for which the last rotation failed; null if it did not. Lines are written nevertheless.</summary>
    internal Exception? RotationProblem { get; private set; }

    /// <summary>Creates the file, unless it exists.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal void Create()
    {
        using IDisposable? held = Lock();
        LineFile.Create(path);
    }

    /// <summary>Appends the lines of a chunk, and rotates the file before and between them.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="onWritten">Called with the lines that were written, and removes them from the chunk.</param>
    /// <exception cref="IOException">Lines cannot be written. They remain in the chunk, and no part of them in the file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    internal void Append(LineChunk chunk, Action<ArraySegment<byte>> onWritten)
    {
        using IDisposable? held = Lock();
        bool mayRotate = held is not null;
        while (!chunk.IsEmpty)
        {
            long size = held is null ? 0 : SizeAndDay(out mayRotate, mayRotate);
            ArraySegment<byte> lines = maxSize is { } maximum && mayRotate ? chunk.LinesWithin(maximum - size) : chunk.Rest;
            if (lines.Count == 0)
            {
                if (size > 0 && TryRotate())
                {
                    continue;
                }

                // A line that is longer than a file may be, or a file that cannot be renamed.
                mayRotate &= size == 0;
                lines = mayRotate ? chunk.FirstLine() : chunk.Rest;
            }

            LineFile.Append(path, lines, CancellationToken.None);
            onWritten(lines);
        }
    }

    private IDisposable? Lock() => _lockPath is null ? null : FileLock.Acquire(_lockPath);

    /// <summary>Rotates a file of another day.</summary>
    /// <returns>The size of the file.</returns>
    private long SizeAndDay(out bool mayRotate, bool couldRotate)
    {
        mayRotate = couldRotate;
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return 0;
        }

        if (isDaily && couldRotate && file.Length > 0 && DayOf(file.LastWriteTimeUtc) < DayOf(DateTime.UtcNow))
        {
            mayRotate = TryRotate();
            return mayRotate ? 0 : file.Length;
        }

        return file.Length;
    }

    private DateTime DayOf(DateTime time) => (isLocal ? time.ToLocalTime() : time).Date;

    // Where it fails, for example as a reader on Windows has the file open, lines must not be lost for it.
    private bool TryRotate()
    {
        try
        {
            File.Move(path, _rotated.Next(DateTime.UtcNow));
            Rotations++;
            RotationProblem = null;
            if (keep is { } number)
            {
                _rotated.Trim(number);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RotationProblem = e;
            return !File.Exists(path);
        }
    }
}
