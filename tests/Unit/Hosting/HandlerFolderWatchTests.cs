using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Collection(SharedDispatcher.Name)]
public sealed class HandlerFolderWatchTests : IDisposable
{
    private readonly FolderOnDisk _disk = new();
    private readonly SemaphoreSlim _reloaded = new(0);

    public HandlerFolderWatchTests()
    {
        _disk.Options.Watch = true;
        _disk.Options.QuietTime = TimeSpan.FromMilliseconds(20);
    }

    public void Dispose()
    {
        _disk.Dispose();
        _reloaded.Dispose();
    }

    [Fact]
    public async Task Changes_in_the_folder_are_loaded_as_they_are_made()
    {
        using HandlerFolder folder = Open();

        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "first"));
        await WaitUntilEmitGives(folder, "first");

        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "second"));
        await WaitUntilEmitGives(folder, "second");

        // As editors save that write another file first.
        string written = _disk.Write("a.tmp", FolderOnDisk.Handling("a", "folder.event", "third"));
        File.Move(written, Path.Combine(_disk.Path, "a.ps1"), overwrite: true);
        await WaitUntilEmitGives(folder, "third");

        _disk.Delete("a.ps1");
        await WaitUntilEmitGives(folder);
        Assert.Empty(FolderOnDisk.AttachedIds);
    }

    [Fact]
    public async Task Broken_change_is_reported_from_the_watch()
    {
        var failed = new TaskCompletionSource<HandlerScriptError>(TaskCreationOptions.RunContinuationsAsynchronously);
        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "a"));
        using HandlerFolder folder = Open();

        // An editor's write may be seen half done, when the file is empty.
        folder.ScriptFailed += (_, error) => failed.TrySetResult(error);
        string written = _disk.Write("a.tmp", "\nthrow 'bad'");
        File.Move(written, Path.Combine(_disk.Path, "a.ps1"), overwrite: true);

        HandlerScriptError error = await failed.Task.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(("bad", 2), (error.Message, error.Line));
        Assert.Equal(["a"], _disk.Emit("folder.event"));
    }

    [Fact]
    public async Task Folder_that_is_not_watched_or_closed_loads_nothing()
    {
        using (HandlerFolder closed = Open())
        {
        }

        _disk.Options.Watch = false;
        using HandlerFolder unwatched = Open();
        using var witness = new FolderOnDisk();

        _disk.Write("a.ps1", "$Seen.Enqueue('ran')");

        // A change made later, in a folder that is watched alike, has been loaded by now.
        witness.Options.Watch = true;
        witness.Options.QuietTime = 10 * _disk.Options.QuietTime;
        using HandlerFolder watched = witness.Open();
        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watched.Reloaded += (_, _) => reloaded.TrySetResult();
        witness.Write("a.ps1", "# Nothing.");
        await reloaded.Task.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
        Assert.Empty(_disk.Seen);
        Assert.Empty(unwatched.Scripts);
    }

    [Fact]
    public void Times_that_make_no_sense_are_refused()
    {
        var options = new HandlerFolderOptions { QuietTime = TimeSpan.Zero, PollInterval = Timeout.InfiniteTimeSpan };

        Assert.Throws<ArgumentOutOfRangeException>(() => options.QuietTime = TimeSpan.FromTicks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.PollInterval = TimeSpan.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.PollInterval = TimeSpan.FromTicks(-1));
        Assert.Equal((TimeSpan.Zero, Timeout.InfiniteTimeSpan), (options.QuietTime, options.PollInterval));
    }

    [Fact]
    public async Task Script_that_the_watch_loads_belongs_to_no_span_of_the_caller()
    {
        _disk.Options.Variables["Current"] = (Func<object>)(() => (object?)TelemetryDispatcher.Default.GetCurrentSpan() ?? "none");
        TelemetrySpanSource source = TelemetryDispatcher.Default.GetSpanSource("folder.open").AlwaysEnabled;
        HandlerFolder? opened = null;
        source.Run(_ => opened = Open());
        using HandlerFolder folder = opened!;

        _disk.Write("a.ps1", "$Seen.Enqueue($Current.Invoke())");

        Assert.True(await _reloaded.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(["none"], _disk.Seen);
    }

    private HandlerFolder Open()
    {
        HandlerFolder folder = _disk.Open();
        folder.Reloaded += (_, _) => _reloaded.Release();
        return folder;
    }

    // A write may be seen in two steps, and so lead to two reloads.
    private async Task WaitUntilEmitGives(HandlerFolder folder, params string[] words)
    {
        while (!_disk.Emit("folder.event").SequenceEqual(words))
        {
            Assert.True(
                await _reloaded.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken),
                $"The change was not loaded: {string.Join(", ", folder.Scripts)}");
        }
    }
}
