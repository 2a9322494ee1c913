namespace Telemetry.Polling;

/// <summary>The memory of the process that is in main memory. Used by one thread at a time.</summary>
internal sealed class WorkingSet
{
    // The second word is the number of pages. Kept open, as opening it takes most of the time; .NET's own way takes ten times as long.
    private const string LinuxFile = "/proc/self/statm";

    private readonly byte[] _text = new byte[128];
    private readonly FileStream? _file = Open();

    /// <summary>Reads the size, in bytes.</summary>
    internal long Read() => ReadPages() is { } pages ? pages * Environment.SystemPageSize : Environment.WorkingSet;

    private static FileStream? Open()
    {
        try
        {
            // Without a buffer: each read is a new one of the file.
            return File.Exists(LinuxFile)
                ? new FileStream(LinuxFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private long? ReadPages()
    {
        if (_file is null)
        {
            return null;
        }

        _file.Position = 0;
        int length = _file.Read(_text, 0, _text.Length);
        int start = Array.IndexOf(_text, (byte)' ', 0, length) + 1;
        long pages = 0;
        int at = start;
        for (; at < length && _text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            pages = (pages * 10) + _text[at] - '0';
        }

        return start > 0 && at > start ? pages : null;
    }
}
