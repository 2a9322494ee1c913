using System.Security.Cryptography;

namespace Telemetry.Hosting;

/// <summary>A script of the folder, through all its versions.</summary>
internal sealed class ScriptEntry(string path)
{
    private volatile Status _status = new(null, [], null);

    internal string Path => path;

    /// <summary>The version at work, if any.</summary>
    internal ScriptVersion? Version => _status.Version;

    /// <summary>How the script stands. From any thread.</summary>
    internal HandlerScript ToScript()
    {
        Status status = _status;
        HandlerScriptState state = status.Version is null ? HandlerScriptState.Failed
            : status.Error is null ? HandlerScriptState.Loaded
            : HandlerScriptState.Outdated;
        return new HandlerScript(path, state, status.Version?.AttachedIds ?? [], status.Error);
    }

    /// <summary>Loads the file, unless the version at work has the same content.</summary>
    /// <param name="loader">Who loads it.</param>
    /// <param name="deleted">The versions of files that are gone, whose ids may be taken over.</param>
    /// <param name="all">The versions at work.</param>
    /// <param name="errors">Takes what went wrong.</param>
    /// <returns>Whether another version, or the same one again, is what the file has.</returns>
    internal bool Update(
        ScriptLoader loader,
        IReadOnlyCollection<ScriptVersion> deleted,
        IReadOnlyCollection<ScriptVersion> all,
        List<HandlerScriptError> errors)
    {
        Status before = _status;
        byte[] hash;
        try
        {
            // Before it is run: should it change in between, the next look at it finds another hash.
            hash = SHA256.HashData(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(HandlerScriptError.Of(path, e), errors);
            return false;
        }

        if (before.Version is not null && hash.AsSpan().SequenceEqual(before.Hash))
        {
            _status = before with { Error = null };
            return before.Error is not null;
        }

        ScriptVersion[] leaving = before.Version is null ? [.. deleted] : [.. deleted, before.Version];
        (ScriptVersion? version, HandlerScriptError? error) = loader.Load(path, leaving, all, errors);
        if (error is not null)
        {
            Fail(error, errors);
        }

        if (version is null)
        {
            return false;
        }

        _status = new Status(version, hash, null);
        before.Version?.Dispose();
        return true;
    }

    /// <summary>Closes the versions at work; their handlers leave. The wait for what is queued is as long as that of the
    /// slowest handler may take.</summary>
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
        _status = new Status(null, [], null);
        version?.Dispose();
    }

    private void Fail(HandlerScriptError error, List<HandlerScriptError> errors)
    {
        _status = _status with { Error = error };
        errors.Add(error);
    }

    private sealed record Status(ScriptVersion? Version, byte[] Hash, HandlerScriptError? Error);
}
