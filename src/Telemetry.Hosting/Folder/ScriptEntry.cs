namespace Telemetry.Hosting;

/// <summary>A script of the folder, with its successive versions.</summary>
internal sealed class ScriptEntry(string path)
{
    // The file is loaded again whenever it changed while it was loaded.
    private const int MaxTries = 5;

    private volatile Status _status = new(null, null, null);

    internal string Path => path;

    /// <summary>The active version, or null.</summary>
    internal ScriptVersion? Version => _status.Version;

    /// <summary>The file of the active version, or null.</summary>
    internal FileState? File => _status.File;

    /// <summary>Gets the state of the script. Safe to call from any thread.</summary>
    internal HandlerScript ToScript()
    {
        Status status = _status;
        HandlerScriptState state = status.Version is null ? HandlerScriptState.Failed
            : status.Error is null ? HandlerScriptState.Loaded
            : HandlerScriptState.Outdated;
        return new HandlerScript(path, state, status.Version?.AttachedIds ?? [], status.Error);
    }

    /// <summary>Loads the file, unless the active version has the same content.</summary>
    /// <param name="file">The file. If it changes while it is loaded, it is read and loaded again.</param>
    /// <param name="loader">The loader of scripts.</param>
    /// <param name="deleted">The versions of deleted files, whose ids may be taken over.</param>
    /// <param name="all">The active versions.</param>
    /// <param name="errors">The list to which the errors are added.</param>
    /// <returns>Whether the active version was replaced, or is the content of the file again.</returns>
    internal bool Update(
        ref FileState file,
        ScriptLoader loader,
        IReadOnlyCollection<ScriptVersion> deleted,
        IReadOnlyCollection<ScriptVersion> all,
        List<HandlerScriptError> errors)
    {
        Status before = _status;
        ScriptVersion[] leaving = before.Version is null ? [.. deleted] : [.. deleted, before.Version];
        for (int tries = 0; tries < MaxTries; tries++)
        {
            if (before.File is not null && file.Error is null && file.HasContentOf(before.File))
            {
                _status = before with { Error = null };
                return before.Error is not null;
            }

            if (WhyNotToLoad(file) is { } reason)
            {
                Fail(HandlerScriptError.Of(path, reason), errors);
                return false;
            }

            LoadResult result = loader.Load(file, leaving, all);
            if (result.Changed is not null)
            {
                file = result.Changed;
                continue;
            }

            errors.AddRange(result.Errors ?? []);
            if (result.Failure is not null)
            {
                Fail(result.Failure, errors);
            }

            if (result.Version is null)
            {
                return false;
            }

            _status = new Status(result.Version, file, null);
            before.Version?.Dispose();
            return true;
        }

        Fail(HandlerScriptError.Of(path, new IOException($"The file changed each of the {MaxTries} times it was loaded.")), errors);
        return false;
    }

    /// <summary>Closes the active versions, which detaches their handlers. The wait for queued events lasts as long as that
    /// of the slowest handler.</summary>
    internal static void CloseAll(IReadOnlyCollection<ScriptEntry> entries)
    {
        foreach (ScriptEntry entry in entries)
        {
            entry.Version?.Detach();
        }

        foreach (ScriptEntry entry in entries)
        {
            entry.Close();
        }
    }

    private void Close()
    {
        ScriptVersion? version = _status.Version;
        _status = new Status(null, null, null);
        version?.Dispose();
    }

    private void Fail(HandlerScriptError error, List<HandlerScriptError> errors)
    {
        _status = _status with { Error = error };
        errors.Add(error);
    }

    private static Exception? WhyNotToLoad(FileState file) => file.Error ?? (file.IsBlank
        ? new InvalidDataException("The file is empty, as one is that is being written. Delete it to have its handlers leave.")
        : null);

    private sealed record Status(ScriptVersion? Version, FileState? File, HandlerScriptError? Error);
}
