using System.Threading.Channels;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>A folder of handler scripts that is watched, with short waits, and what the watch leads to.</summary>
internal sealed class WatchedFolder : IDisposable
{
    private readonly FolderOnDisk _disk;
    private readonly SemaphoreSlim _reloaded = new(0);
    private readonly Channel<HandlerScriptError> _errors = Channel.CreateUnbounded<HandlerScriptError>();
    private HandlerFolder? _folder;

    public WatchedFolder(FolderOnDisk disk)
    {
        _disk = disk;
        disk.Options.Watch = true;
        disk.Options.QuietTime = TimeSpan.FromMilliseconds(20);
        disk.Options.PollInterval = TimeSpan.FromMilliseconds(50);
        disk.Options.ScriptFailed += (_, error) => _errors.Writer.TryWrite(error);
    }

    public HandlerFolder Open(string path)
    {
        _folder = HandlerFolder.Open(path, _disk.Options);
        _folder.Reloaded += (_, _) => _reloaded.Release();
        return _folder;
    }

    /// <summary>Waits until an event leads to these words, in this order. A change may be loaded in two steps.</summary>
    public async Task WaitUntilEmitGives(params string[] words)
    {
        while (!_disk.Emit("folder.event").SequenceEqual(words))
        {
            Assert.True(
                await _reloaded.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken),
                $"The change was not loaded: {string.Join(", ", _folder!.Scripts)}");
        }
    }

    /// <summary>Waits for an error that was not taken yet.</summary>
    public async Task<HandlerScriptError> NextError()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Threads.Patience);
        return await _errors.Reader.ReadAsync(patience.Token);
    }

    public void Dispose()
    {
        _folder?.Dispose();
        _reloaded.Dispose();
    }
}
