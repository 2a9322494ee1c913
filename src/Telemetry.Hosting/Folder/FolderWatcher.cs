namespace Telemetry.Hosting;

/// <summary>Looks at a folder when the system notifies of a change in it and, as the system does not notify of all, from time
/// to time; and has what changed loaded when it is quiet.</summary>
/// <remarks>A change of the folder itself is never notified of, nor one of a file or a folder that a link in it leads to, nor
/// what another machine changes on a network drive.</remarks>
/// <param name="path">The folder.</param>
/// <param name="options">The times.</param>
/// <param name="needsLoad">Whether a state of the folder is another than the one last loaded.</param>
/// <param name="mayBeHalfWritten">Whether a state looks as if it were not the whole.</param>
/// <param name="load">Loads the folder. Called on a thread of the pool, one call after the other; must not throw.</param>
internal sealed class FolderWatcher(
    string path,
    HandlerFolderOptions options,
    Func<FolderState, bool> needsLoad,
    Func<FolderState, bool> mayBeHalfWritten,
    Action load) : IDisposable
{
    // A program that writes a file again, and pauses in between, must go on within so many quiet times.
    private const int HalfWrittenFactor = 10;

    private readonly TimeSpan _quietTime = options.QuietTime;
    private readonly TimeSpan _halfWrittenTime = options.QuietTime * HalfWrittenFactor;
    private readonly TimeSpan _pollInterval = options.PollInterval;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _notified = new(0);
    private readonly CancellationTokenSource _stop = new();
    private FileSystemWatcher? _watcher;
    private volatile bool _hasLostNotifications;

    /// <summary>Has the system notify of changes from now on.</summary>
    internal void Watch()
    {
        lock (_gate)
        {
            _watcher?.Dispose();
            _hasLostNotifications = false;
            _watcher = _stop.IsCancellationRequested ? null : Create();
        }
    }

    /// <summary>Starts to look. A change that was notified of before is looked at now.</summary>
    internal void Start() =>
        // Without the caller's context: scripts that are loaded later do not belong to a span that is open here and now.
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
                    // What is looked at now includes all of these.
                }

                FolderState state = FolderState.Read(path);
                if (!needsLoad(state))
                {
                    continue;
                }

                // A change that was not notified of: the folder may be another one than the one that is watched.
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
            // Disposed.
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

    // None where the folder is gone, or the system has no more watches to give. Then only the looks from time to time are left.
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

            // Of any name where it comes, goes or is another: scripts may be links that lead through it.
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
