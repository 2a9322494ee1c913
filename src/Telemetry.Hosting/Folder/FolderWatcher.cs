namespace Telemetry.Hosting;

/// <summary>Tells when scripts of a folder have changed and nothing has for a while since.</summary>
internal sealed class FolderWatcher : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly Timer _quiet;
    private readonly TimeSpan _quietTime;

    /// <summary>Starts to watch.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="quietTime">How long nothing must have changed.</param>
    /// <param name="changed">Called on a thread of the pool; must not throw.</param>
    internal FolderWatcher(string path, TimeSpan quietTime, Action changed)
    {
        _quietTime = quietTime;
        _quiet = new Timer(_ => changed());
        _watcher = new FileSystemWatcher(path)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, e) => Wait(e.Name);
        _watcher.Created += (_, e) => Wait(e.Name);
        _watcher.Deleted += (_, e) => Wait(e.Name);
        _watcher.Renamed += (_, e) => Wait(e.Name, e.OldName);

        // Changes were lost: there may have been any.
        _watcher.Error += (_, _) => Wait();
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _quiet.Dispose();
    }

    private void Wait(params string?[] names)
    {
        if (names.Length == 0 || names.Any(ScriptFile.IsScript))
        {
            try
            {
                _quiet.Change(_quietTime, Timeout.InfiniteTimeSpan);
            }
            catch (ObjectDisposedException)
            {
                // The watcher's last word.
            }
        }
    }
}
