using System.Collections.Concurrent;

namespace Telemetry;

/// <summary>Appends whole lines to files to which other processes append as well.</summary>
internal static class LineFile
{
    // A second for the writers before, each of which takes milliseconds.
    private const int Attempts = 100;
    private const int Looks = 3;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    // The writers lock a byte that the file never has, so that no reader is in their way, nor they in that of a reader.
    private const long LockedByte = long.MaxValue - 1;

    // The lock of a file is one of the process, and is lost when any thread of it closes the file.
    private static readonly ConcurrentDictionary<string, object> s_gates = new(StringComparer.Ordinal);

    /// <summary>Creates the file, unless it exists.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal static void Create(string path)
    {
        lock (GateOf(path))
        {
            Open(path).Dispose();
        }
    }

    /// <summary>Appends lines in one write. If that fails, the part that was written is removed.</summary>
    /// <param name="path">The path of the file, which is created if it does not exist.</param>
    /// <param name="lines">Lines, each of which ends with a line feed.</param>
    /// <param name="cancellation">Ends the call before something is written.</param>
    /// <exception cref="IOException">The lines cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    internal static void Append(string path, ArraySegment<byte> lines, CancellationToken cancellation)
    {
        lock (GateOf(path))
        {
            using FileStream stream = Open(path);
            if (stream.CanSeek)
            {
                Append(stream, lines, cancellation);
            }
            else
            {
                // A pipe or a terminal, such as /dev/stdout.
                Write(stream, lines);
            }
        }
    }

    private static void Append(FileStream stream, ArraySegment<byte> lines, CancellationToken cancellation)
    {
        bool isLocked = TryLock(stream, cancellation);
        bool isAfterPart = EndsInPart(stream, cancellation, out long end);
        stream.Position = end;
        try
        {
            Write(stream, isAfterPart ? new ArraySegment<byte>([(byte)'\n', .. lines]) : lines);
        }
        catch (IOException) when (isLocked)
        {
            Shorten(stream, end);
            throw;
        }
    }

    private static void Write(FileStream stream, ArraySegment<byte> lines) => stream.Write(lines.Array!, lines.Offset, lines.Count);

    private static object GateOf(string path) => s_gates.GetOrAdd(path, _ => new object());

    private static FileStream Open(string path)
    {
        // Without a buffer, so that there is one write.
        var stream = new FileStream(
            path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        try
        {
            AppendMode.Set(stream.SafeFileHandle);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // A file system may have no locks, and so has .NET on macOS. The lines are then written nevertheless.
    private static bool TryLock(FileStream stream, CancellationToken cancellation)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
#pragma warning disable CA1416 // It throws where it is not supported.
                stream.Lock(LockedByte, 1);
#pragma warning restore CA1416
                return true;
            }
            catch (PlatformNotSupportedException)
            {
                return false;
            }
            catch (IOException)
            {
                cancellation.WaitHandle.WaitOne(s_pause);
            }
        }

        return false;
    }

    // A process that was killed, or whose disk was full, may have left a part of a line. That of one which writes at this moment, and
    // does not lock the file, is complete soon.
    private static bool EndsInPart(FileStream stream, CancellationToken cancellation, out long end)
    {
        for (int look = 1; ; look++)
        {
            end = stream.Length;
            stream.Position = Math.Max(0, end - 1);
            if (stream.ReadByte() is '\n' or -1)
            {
                return false;
            }

            if (look == Looks)
            {
                return true;
            }

            cancellation.WaitHandle.WaitOne(s_pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static void Shorten(FileStream stream, long end)
    {
        try
        {
            stream.SetLength(end);
        }
        catch (IOException)
        {
            // The failure before this one is the one to report.
        }
    }
}
