using System.Runtime.ExceptionServices;

namespace Telemetry.Hosting;

/// <summary>
/// A folder of handler scripts, which operators edit while the program runs. Every <c>.ps1</c> file in it, except those whose
/// name begins with a dot, runs in a session of its own and registers its handlers there; what changes in the folder is loaded
/// again. Files in folders below it are not loaded.
/// </summary>
/// <remarks>
/// <para>The handlers of a script are attached when it has run to its end, all of them or none. Of a changed script, each
/// handler takes the place of the one that had its id in one step: every event is handled by one of the two. Handlers that
/// it no longer registers leave, new ones come. A change that is broken leaves the version before it active, and is
/// tried again at the next change in the folder. An id that belongs to someone else, another file too, is refused.</para>
/// <para>A handler leaves only when its script does, or when a whole script without it is there: a file that is empty or
/// cannot be read is reported, and the version before it stays active; so do all scripts while the folder is gone, which is
/// reported once. A file that changes while it is loaded is loaded again, and of many changes in quick succession the last is
/// what counts. The folder, its files and what they lead through may be symbolic links: another target is another
/// content.</para>
/// <para>So a handler script needs neither <c>-Force</c> nor Unregister-TelemetryHandler, and while it runs neither sees
/// its own handlers nor gets anything from <c>-PassThru</c>.</para>
/// <para>Members may be called from any thread, but not from a script while it is being loaded. Events may be emitted
/// meanwhile.</para>
/// </remarks>
/// <example>
/// <code>
/// var options = new HandlerFolderOptions { Variables = { ["Totals"] = totals } };
/// using HandlerFolder handlers = HandlerFolder.Open("handlers", options);
/// handlers.ScriptFailed += (_, error) => Console.Error.WriteLine(error);
/// </code>
/// </example>
public sealed class HandlerFolder : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ScriptLoader _loader;
    private FolderWatcher? _watcher;
    private volatile ScriptEntry[] _entries = [];
    private volatile FolderState? _seen;

    private HandlerFolder(string path, HandlerFolderOptions options)
    {
        Path = path;
        _loader = new ScriptLoader(options);
        ScriptFailed += options.ScriptFailed;
    }

    /// <summary>Something went wrong with a script. Raised after the folder was looked through, on the thread that did:
    /// the caller's of <see cref="Reload"/>, or one of the pool. What a subscriber throws is ignored.</summary>
    public event EventHandler<HandlerScriptError>? ScriptFailed;

    /// <summary>Scripts were loaded, or have left. Raised as <see cref="ScriptFailed"/> is, after it.</summary>
    public event EventHandler? Reloaded;

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The scripts, in the ordinal order of their names, as they stood when last looked at.</summary>
    public IReadOnlyList<HandlerScript> Scripts => [.. _entries.Select(entry => entry.ToScript())];

    /// <summary>Loads the scripts of a folder, one after the other in the ordinal order of their names, and starts to
    /// watch it. A script that fails keeps no other from being loaded.</summary>
    /// <param name="path">The folder, absolute or relative to the current directory.</param>
    /// <param name="options">How the scripts are run; null for what is usual.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static HandlerFolder Open(string path, HandlerFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new HandlerFolderOptions();
        var folder = new HandlerFolder(System.IO.Path.GetFullPath(path), options);
        try
        {
            folder.Load(options);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Loads what has changed in the folder, and returns when it is loaded. A file whose content is that of
    /// the active version is left alone; a broken one is tried again.</summary>
    /// <returns>Whether any script was loaded, or has left.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder is gone. Its scripts stay active.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read. Its scripts stay active.</exception>
    /// <exception cref="InvalidOperationException">Called from a script that is being loaded, or from a handler of an event
    /// that it emits.</exception>
    /// <exception cref="ObjectDisposedException">The folder is closed.</exception>
    public bool Reload()
    {
        ThrowIfLoadingHere();
        var errors = new List<HandlerScriptError>();
        bool hasChanged;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_loader.IsStopped, this);
            hasChanged = Update(FolderState.Read(Path), errors);
        }

        errors.ForEach(Report);
        if (hasChanged)
        {
            Raise(Reloaded, subscriber => ((EventHandler)subscriber)(this, EventArgs.Empty));
        }

        return hasChanged;
    }

    /// <summary>Stops watching, stops a script that is being loaded, and closes the sessions of the others: all their
    /// handlers leave. Calling it again does nothing.</summary>
    /// <exception cref="InvalidOperationException">Called from a script that is being loaded, or from a handler of an event
    /// that it emits.</exception>
    public void Dispose()
    {
        ThrowIfLoadingHere();
        _watcher?.Dispose();
        _loader.Stop();
        lock (_gate)
        {
            ScriptEntry.CloseAll(_entries);
            _entries = [];
        }
    }

    private void Load(HandlerFolderOptions options)
    {
        if (!options.Watch)
        {
            Reload();
            return;
        }

        // Before the first look, so that no change falls in between.
        _watcher = new FolderWatcher(Path, options, NeedsLoad, MayBeHalfWritten, ReloadChanges);
        _watcher.Watch();
        Reload();
        _watcher.Start();
    }

    private bool Update(FolderState folder, List<HandlerScriptError> errors)
    {
        _seen = folder;
        if (folder.Error is not null)
        {
            ExceptionDispatchInfo.Throw(folder.Error);
        }

        FileState[] files = [.. folder.Files];
        ScriptEntry[] gone = [.. _entries.ExceptBy(files.Select(file => file.Path), entry => entry.Path)];
        ScriptVersion[] deleted = [.. gone.Select(entry => entry.Version).OfType<ScriptVersion>()];
        ScriptEntry[] present = [.. files.Select(file =>
            Array.Find(_entries, entry => entry.Path == file.Path) ?? new ScriptEntry(file.Path))];
        bool hasChanged = gone.Length > 0;
        for (int i = 0; i < present.Length && !_loader.IsStopped; i++)
        {
            ScriptVersion[] all = [.. present.Concat(gone).Select(other => other.Version).OfType<ScriptVersion>()];
            hasChanged |= present[i].Update(ref files[i], _loader, deleted, all, errors);
        }

        // Last, so that a file that was renamed takes over from what it was before.
        ScriptEntry.CloseAll(gone);
        _entries = present;
        _seen = new FolderState(files);
        return hasChanged;
    }

    private bool NeedsLoad(FolderState folder) => !folder.Equals(_seen);

    // A file that was cut short, or a folder that was emptied or is gone, may be on its way to what comes next.
    private bool MayBeHalfWritten(FolderState folder)
    {
        ScriptEntry[] entries = _entries;
        return folder.Files.Count == 0
            ? entries.Length > 0
            : folder.Files.Any(file => Array.Find(entries, entry => entry.Path == file.Path)?.File is { } loaded
                && file.IsBeginningOf(loaded));
    }

    private void ReloadChanges()
    {
        try
        {
            Reload();
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile.
        }
        catch (Exception e)
        {
            Report(HandlerScriptError.Of(Path, e));
        }
    }

    private void Report(HandlerScriptError error) =>
        Raise(ScriptFailed, subscriber => ((EventHandler<HandlerScriptError>)subscriber)(this, error));

    // Each on its own, or one that throws would keep the others from being told, and end the program from the pool.
    private static void Raise(Delegate? subscribers, Action<Delegate> call)
    {
        foreach (Delegate subscriber in subscribers?.GetInvocationList() ?? [])
        {
            try
            {
                call(subscriber);
            }
            catch (Exception)
            {
                // As said at the event.
            }
        }
    }

    private void ThrowIfLoadingHere()
    {
        if (_loader.IsLoadingHere)
        {
            throw new InvalidOperationException("A script cannot reload or close its folder while it is being loaded.");
        }
    }
}
