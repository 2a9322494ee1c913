using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Files that are seen half written, or that change while they are loaded.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class HandlerFolderContentTests : IDisposable
{
    private readonly FolderOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    [InlineData("\uFEFF")]
    [InlineData("\0\0\0\0")]
    public void Empty_file_is_reported_and_leaves_the_version_before_active(string content)
    {
        _disk.Write("a.ps1", Handling("a", "old"));
        using HandlerFolder folder = _disk.Open();
        string path = _disk.Write("a.ps1", content);

        Assert.False(folder.Reload());

        HandlerScriptError error = _disk.TakeError();
        Assert.Equal((path, 0, true), (error.File, error.Line, error.IsFatal));
        Assert.Contains("empty", error.Message, StringComparison.Ordinal);
        Assert.Equal("a.ps1 (Outdated)", Assert.Single(folder.Scripts).ToString());
        Assert.Equal(["old"], _disk.Emit("folder.event"));

        _disk.Write("a.ps1", Handling("a", "new"));
        Assert.True(folder.Reload());
        Assert.Equal(["new"], _disk.Emit("folder.event"));
    }

    [Fact]
    public void New_file_that_is_empty_is_loaded_when_it_is_written()
    {
        _disk.Write("a.ps1", "");
        using HandlerFolder folder = _disk.Open();
        Assert.Equal("a.ps1 (Failed)", Assert.Single(folder.Scripts).ToString());
        _disk.Write("a.ps1", Handling("a", "new"));

        Assert.True(folder.Reload());

        Assert.Equal(["new"], _disk.Emit("folder.event"));
    }

    /// <summary>Both folders are quiet for as long; in the first, a file was cut short between two statements, or the folder was
    /// emptied.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task File_that_was_cut_short_or_is_gone_is_given_time_to_be_written_again(bool isGone)
    {
        using var other = new FolderOnDisk();
        using var cut = new WatchedFolder(_disk);
        using var whole = new WatchedFolder(other);
        _disk.Options.QuietTime = other.Options.QuietTime = TimeSpan.FromSeconds(1);
        string first = Handling("one", "1");
        string second = Handling("two", "2");
        _disk.Write("a.ps1", first + "\n" + second);
        cut.Open(_disk.Path);
        whole.Open(other.Path);

        if (isGone)
        {
            _disk.Delete("a.ps1");
        }
        else
        {
            _disk.Write("a.ps1", first);
        }

        other.Write("b.ps1", FolderOnDisk.Handling("b", "folder.event", "b"));
        await whole.WaitUntilEmitGives("b");
        Assert.Equal(["1", "2"], _disk.Emit("folder.event"));

        _disk.Write("a.ps1", first + "\n" + second + "\n" + Handling("three", "3"));
        await cut.WaitUntilEmitGives("1", "2", "3");
    }

    [Fact]
    public async Task File_that_stays_shorter_is_loaded()
    {
        using var watched = new WatchedFolder(_disk);
        string first = Handling("one", "1");
        _disk.Write("a.ps1", first + "\n" + Handling("two", "2"));
        watched.Open(_disk.Path);

        _disk.Write("a.ps1", first);

        await watched.WaitUntilEmitGives("1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("throw 'half'")]
    public void File_that_changes_while_it_is_loaded_is_loaded_as_it_is_then(string end)
    {
        _disk.Options.Variables["Write"] = (Action)(() => _disk.Write("a.ps1", Handling("last", "last")));
        _disk.Write("a.ps1", Handling("a", "old"));
        using HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", $"{Handling("half", "half")}\n$Write.Invoke(); $Seen.Enqueue('ran')\n{end}");

        Assert.True(folder.Reload());

        Assert.Equal(["last"], _disk.Emit("folder.event"));
        Assert.Equal(["last"], Assert.Single(folder.Scripts).HandlerIds);
        Assert.Empty(_disk.Errors);
        Assert.False(folder.Reload());
    }

    [Fact]
    public void File_that_changes_each_time_it_is_loaded_is_reported()
    {
        int changes = 0;
        _disk.Write("a.ps1", Handling("a", "old"));
        string changing = Handling("changing", "changing") + "\n$Write.Invoke()";
        _disk.Options.Variables["Write"] = (Action)(() => _disk.Write("a.ps1", $"{changing} # {++changes}"));
        using HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", changing);

        Assert.False(folder.Reload());

        Assert.Contains("changed", _disk.TakeError().Message, StringComparison.Ordinal);
        Assert.Equal("a.ps1 (Outdated)", Assert.Single(folder.Scripts).ToString());
        Assert.Equal(["old"], _disk.Emit("folder.event"));
        Assert.InRange(changes, 2, 100);
    }

    [Fact]
    public void File_that_goes_while_it_is_loaded_leaves_no_handler_after_the_next_look()
    {
        _disk.Options.Variables["Delete"] = (Action)(() => _disk.Delete("a.ps1"));
        _disk.Write("a.ps1", Handling("a", "a") + "\n$Delete.Invoke()");
        using HandlerFolder folder = _disk.Open();

        folder.Reload();

        Assert.Empty(folder.Scripts);
        Assert.Empty(FolderOnDisk.AttachedIds);
        Assert.Empty(_disk.Errors);
    }

    private static string Handling(string id, string word) => FolderOnDisk.Handling(id, "folder.event", word);
}
