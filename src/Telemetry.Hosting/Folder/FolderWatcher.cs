namespace Telemetry.Hosting;

/// <summary>Reads a folder when the system reports a change in it and, because the system does not report all changes, at
/// intervals. Loads the changes when the folder is quiet.</summary>
/// <remarks>The system does not report a change of the folder itself, of a file or a folder that a link in it leads to, or
/// of a network drive by another machine.</remarks>
/// <param name="path">The folder.</param>
/// <param name="options">The options that contain the times.</param>
/// <param name="needsLoad">Determines whether a state of the folder differs from the one last loaded.</param>
/// <param name="mayBeHalfWritten">Determines whether a state looks incomplete.</param>
/// <param name="load">Loads the folder. Called on the thread pool, one call after the other; must not throw.</param>
internal sealed class FolderWatcher(
    string path,
    HandlerFolderOptions options,
    Func<FolderState, bool> needsLoad,
    Func<FolderState, bool> mayBeHalfWritten,
    Action load) : IDisposable
{
    // A program that rewrites a file with a pause must continue within this number of quiet times.
    private const int HalfWrittenFactor = 10;

    private readonly TimeSpan _quietTime = options.QuietTime;
    private readonly TimeSpan _halfWrittenTime = options.QuietTime * HalfWrittenFactor;
    private readonly TimeSpan _pollInterval = options.PollInterval;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _notified = new(0);
    private readonly CancellationTokenSource _stop = new();
    private FileSystemWatcher? _watcher;
    private volatile bool _hasLostNotifications;

    /// <summary>Makes the system report changes from now on.</summary>
    internal void Watch()
    {
        lock (_gate)
        {
            _watcher?.Dispose();
            _hasLostNotifications = false;
            _watcher = _stop.IsCancellationRequested ? null : Create();
        }
    }

    /// <summary>Starts to read the folder. A change that was reported before is handled at once.</summary>
    internal void Start() =>
        // Without the caller's context, or scripts that are loaded later would belong to a span that is open in the caller.
        ThreadPool.UnsafeQueueUserWorkItem(static watcher => _ = watcher.RunAsync(), this, preferLocal: false);

    public void Dispose()
    {
        lock (_gate)
        {
            _stop.Cancel();
            _watcher?.Dispose();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                bool isNotified = await _notified.WaitAsync(_pollInterval, _stop.Token).ConfigureAwait(false);
                while (_notified.Wait(0))
                {
                    // The next read of the folder includes all of these.
                }

                FolderState state = FolderState.Read(path);
                if (!needsLoad(state))
                {
                    continue;
                }

                // The change was not reported: the folder may be another one than the one that is watched.
                if (!isNotified || _hasLostNotifications)
                {
                    Watch();
                }

                if (needsLoad(await WaitUntilQuietAsync(state).ConfigureAwait(false)))
                {
                    load();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The watcher was disposed.
        }
    }

    private async Task<FolderState> WaitUntilQuietAsync(FolderState before)
    {
        while (true)
        {
            TimeSpan time = mayBeHalfWritten(before) ? _halfWrittenTime : _quietTime;
            await Task.Delay(time, _stop.Token).ConfigureAwait(false);
            FolderState state = FolderState.Read(path);
            if (state.Equals(before))
            {
                return state;
            }

            before = state;
        }
    }

    // Null if the folder is missing, or the system has no more watches. Then the folder is only read at intervals.
    private FileSystemWatcher? Create()
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(path)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite
                    | NotifyFilters.Size | NotifyFilters.Attributes,
            };

            // For files of any name that are created, deleted or renamed: scripts may be links that lead through them.
            watcher.Created += (_, _) => Notify();
            watcher.Deleted += (_, _) => Notify();
            watcher.Renamed += (_, _) => Notify();
            watcher.Changed += (_, e) =>
            {
                if (ScriptFile.IsHandlerScript(e.Name))
                {
                    Notify();
                }
            };
            watcher.Error += (_, _) =>
            {
                _hasLostNotifications = true;
                Notify();
            };
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            watcher?.Dispose();
            return null;
        }
    }

    private void Notify() => _notified.Release();
}
