using System.Runtime.ExceptionServices;

namespace Telemetry.Hosting;

/// <summary>
/// A folder of handler scripts, which operators edit while the program runs. Every <c>.ps1</c> file in it, except those
/// whose name begins with a dot, runs in a session of its own and registers its handlers there; a changed file is loaded
/// again. Files in subfolders are not loaded.
/// </summary>
/// <remarks>
/// <para>The handlers of a script are attached when it has run to its end, all of them or none. When a changed script is
/// loaded, each of its handlers replaces the one with the same id in one step: every event is handled by one of the two.
/// Handlers that the script no longer registers are detached, and new ones are attached. If a changed script is broken, the
/// previous version stays active, and the script is tried again at the next change in the folder. An id that is used
/// elsewhere, in another file too, is refused.</para>
/// <para>A handler is detached only when its script is deleted, or when a complete script does not register it any more. An
/// empty or unreadable file is reported, and the previous version stays active; if the folder is missing, all scripts stay
/// active, and this is reported once. A file that changes while it is loaded is loaded again, and of many quick changes the
/// last one counts. The folder, its files and the folders that they lead through may be symbolic links: another target is
/// other content.</para>
/// <para>A handler script needs neither <c>-Force</c> nor Unregister-TelemetryHandler. While it runs, it does not see its
/// own handlers, and <c>-PassThru</c> returns nothing.</para>
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
    private readonly HandlerFolderOptions _options;
    private readonly ScriptLoader _loader;
    private FolderWatcher? _watcher;
    private volatile ScriptEntry[] _entries = [];
    private volatile FolderState? _seen;
    private int _isClosing;

    /// <summary>Creates a folder whose scripts are loaded by <see cref="Load"/>.</summary>
    internal HandlerFolder(string path, HandlerFolderOptions options)
    {
        Path = System.IO.Path.GetFullPath(path);
        _options = options;
        _loader = new ScriptLoader(options);
        ScriptFailed += options.ScriptFailed;
    }

    /// <summary>Occurs when a script has an error. Raised after the folder was read, on the thread that read it: the
    /// caller's thread of <see cref="Reload"/>, or one of the thread pool. Exceptions of subscribers are ignored.</summary>
    public event EventHandler<HandlerScriptError>? ScriptFailed;

    /// <summary>Occurs when scripts were loaded or removed. Raised like <see cref="ScriptFailed"/>, and after it.</summary>
    public event EventHandler? Reloaded;

    /// <summary>The full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The scripts, in the ordinal order of their names, in their state after the folder was last read.</summary>
    public IReadOnlyList<HandlerScript> Scripts => [.. _entries.Select(entry => entry.ToScript())];

    /// <summary>Loads the scripts of a folder, one after the other in the ordinal order of their names, and starts to watch
    /// it. A script that fails does not prevent the others from being loaded.</summary>
    /// <param name="path">The folder, absolute or relative to the current directory.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, and is not optional
    /// (<see cref="HandlerFolderOptions.IsOptional"/>).</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static HandlerFolder Open(string path, HandlerFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var folder = new HandlerFolder(path, options ?? new HandlerFolderOptions());
        try
        {
            folder.Load();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Loads the changes in the folder, and returns when they are loaded. A file with the content of the active
    /// version is not loaded again; a broken one is.</summary>
    /// <returns>Whether any script was loaded or removed.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder no longer exists. Its scripts stay active.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read. Its scripts stay active.</exception>
    /// <exception cref="InvalidOperationException">The method was called from a script that is being loaded, or from a
    /// handler of an event that the script emits.</exception>
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

    /// <summary>Stops watching, stops a script that is being loaded, and closes the sessions of the others, which detaches
    /// all their handlers. Calling it again does nothing, and does not wait for a call that is under way.</summary>
    /// <exception cref="InvalidOperationException">The method was called from a script that is being loaded, or from a
    /// handler of an event that the script emits.</exception>
    public void Dispose()
    {
        ThrowIfLoadingHere();
        if (TryBeginClose())
        {
            Close();
        }
    }

    /// <summary>Closes the folder on the thread pool. From the call on, <see cref="Dispose"/> does nothing and does not wait, even if a
    /// script never stops.</summary>
    internal Task CloseAsync() => TryBeginClose() ? Task.Run(Close) : Task.CompletedTask;

    /// <summary>Loads the scripts, and starts to watch the folder.</summary>
    internal void Load()
    {
        if (_options.Watch)
        {
            // Before the first load, so that no change in between is missed.
            var watcher = new FolderWatcher(Path, _options, NeedsLoad, MayBeHalfWritten, ReloadChanges);
            Interlocked.Exchange(ref _watcher, watcher);
            watcher.Watch();
        }

        try
        {
            Reload();
        }
        catch (DirectoryNotFoundException) when (_options.IsOptional)
        {
            // Its scripts are loaded when it is made.
        }

        // A watcher that was made while the folder was closed would never end.
        if (_loader.IsStopped)
        {
            _watcher?.Dispose();
        }
        else
        {
            _watcher?.Start();
        }
    }

    private bool TryBeginClose() => Interlocked.Exchange(ref _isClosing, 1) == 0;

    private void Close()
    {
        _loader.Stop();
        _watcher?.Dispose();
        lock (_gate)
        {
            ScriptEntry.CloseAll(_entries);
            _entries = [];
        }
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

        // Last, so that a renamed file takes over the handlers of its former name.
        ScriptEntry.CloseAll(gone);
        _entries = present;
        _seen = new FolderState(files);
        return hasChanged;
    }

    private bool NeedsLoad(FolderState folder) => !folder.Equals(_seen);

    // A file that was cut short, or a folder that was emptied or is missing, may be about to get its new content.
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
            // The folder was closed meanwhile.
        }
        catch (Exception e)
        {
            Report(HandlerScriptError.Of(Path, e));
        }
    }

    private void Report(HandlerScriptError error) =>
        Raise(ScriptFailed, subscriber => ((EventHandler<HandlerScriptError>)subscriber)(this, error));

    // One by one, or a subscriber that throws would keep the others from being called, and end the program from the thread
    // pool.
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
                // Ignored, as documented at the event.
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
