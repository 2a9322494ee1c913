namespace Telemetry.Hosting;

/// <summary>The scripts of a folder at one moment, or the reason why the folder cannot be read.</summary>
/// <param name="files">The scripts, in the ordinal order of their names.</param>
/// <param name="error">The reason; null if the folder was read.</param>
internal sealed class FolderState(IReadOnlyList<FileState> files, Exception? error = null) : IEquatable<FolderState>
{
    internal IReadOnlyList<FileState> Files => files;

    internal Exception? Error => error;

    /// <summary>Reads a folder.</summary>
    internal static FolderState Read(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                throw new DirectoryNotFoundException(
                    $"There is no folder '{path}'. Give the path of the folder that has the handler scripts, or set "
                    + $"{nameof(HandlerFolderOptions.IsOptional)} if it is made later.");
            }

            IEnumerable<string> scripts = Directory.EnumerateFiles(path).Where(ScriptFile.IsHandlerScript);
            return new FolderState([.. scripts.Order(StringComparer.Ordinal).Select(FileState.Read).OfType<FileState>()]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FolderState([], e);
        }
    }

    public bool Equals(FolderState? other) =>
        other is not null && Error?.Message == other.Error?.Message && Files.SequenceEqual(other.Files);

    public override bool Equals(object? obj) => Equals(obj as FolderState);

    public override int GetHashCode() => HashCode.Combine(Files.Count, Error?.Message);
}
