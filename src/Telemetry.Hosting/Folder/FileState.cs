namespace Telemetry.Hosting;

/// <summary>A script file at one moment: its content, or the reason why it cannot be read.</summary>
internal sealed class FileState : IEquatable<FileState>
{
    private readonly byte[] _content;
    private readonly DateTime _writeTime;

    private FileState(string path, byte[] content, DateTime writeTime, Exception? error)
    {
        Path = path;
        _content = content;
        _writeTime = writeTime;
        Error = error;
    }

    internal string Path { get; }

    /// <summary>The reason why the file cannot be read; null if it was read.</summary>
    internal Exception? Error { get; }

    /// <summary>Whether the file has no content other than white space, an encoding mark, and the zeros that a crash leaves
    /// in a file that was being written.</summary>
    internal bool IsBlank => _content.AsSpan().TrimStart(EncodingMarks).IndexOfAnyExceptInRange((byte)0, (byte)' ') < 0;

    private static ReadOnlySpan<byte> EncodingMarks => [0xEF, 0xBB, 0xBF, 0xFE, 0xFF];

    /// <summary>Reads a file.</summary>
    /// <returns>The state; null if the file no longer exists.</returns>
    internal static FileState? Read(string path)
    {
        try
        {
            // The time of the file that is read, and not of a link that leads to it.
            using FileStream file = File.OpenRead(path);
            DateTime writeTime = File.GetLastWriteTimeUtc(file.SafeFileHandle);
            using var content = new MemoryStream();
            file.CopyTo(content);
            return new FileState(path, content.ToArray(), writeTime, null);
        }
        catch (FileNotFoundException) when (new FileInfo(path).LinkTarget is null)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FileState(path, [], default, e);
        }
    }

    internal bool HasContentOf(FileState other) => _content.AsSpan().SequenceEqual(other._content);

    /// <summary>Determines whether the file is the beginning of another one, as a file is while it is being
    /// rewritten.</summary>
    internal bool IsBeginningOf(FileState other) =>
        _content.Length < other._content.Length && other._content.AsSpan().StartsWith(_content);

    public bool Equals(FileState? other) =>
        other is not null && Path == other.Path && _writeTime == other._writeTime && HasContentOf(other)
        && Error?.Message == other.Error?.Message;

    public override bool Equals(object? obj) => Equals(obj as FileState);

    public override int GetHashCode() => HashCode.Combine(Path, _writeTime, _content.Length);
}
