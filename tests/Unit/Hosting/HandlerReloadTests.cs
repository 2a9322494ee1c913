using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class HandlerReloadTests : IDisposable
{
    private readonly FolderOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void Changed_script_takes_the_place_of_its_old_version()
    {
        _disk.Write("a.ps1", Handling("stays", "old") + "\n" + Handling("goes", "old"));
        using HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", Handling("comes", "new") + "\n" + Handling("stays", "new"));

        Assert.True(folder.Reload());

        Assert.Equal(["new", "new"], _disk.Emit("folder.event"));
        Assert.Equal(["comes", "stays"], folder.Scripts[0].HandlerIds);
        Assert.Equal(["comes", "stays"], FolderOnDisk.AttachedIds);
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public void New_script_is_loaded_and_a_deleted_ones_handlers_leave()
    {
        _disk.Write("a.ps1", Handling("a", "a"));
        using HandlerFolder folder = _disk.Open();
        _disk.Delete("a.ps1");
        _disk.Write("b.ps1", Handling("b", "b"));

        Assert.True(folder.Reload());

        Assert.Equal(["b"], _disk.Emit("folder.event"));
        Assert.Equal("b.ps1 (Loaded)", Assert.Single(folder.Scripts).ToString());
    }

    [Fact]
    public void Renamed_script_takes_over_from_itself()
    {
        _disk.Write("a.ps1", Handling("h", "old"));
        using HandlerFolder folder = _disk.Open();
        File.Move(Path.Combine(_disk.Path, "a.ps1"), Path.Combine(_disk.Path, "b.ps1"));

        Assert.True(folder.Reload());

        Assert.Equal(["old"], _disk.Emit("folder.event"));
        Assert.Equal("b.ps1 (Loaded)", Assert.Single(folder.Scripts).ToString());
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public void Touched_but_equal_file_is_left_alone()
    {
        string path = _disk.Write("a.ps1", "$Seen.Enqueue('ran')");
        using HandlerFolder folder = _disk.Open();
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(1));
        int reloads = 0;
        folder.Reloaded += (_, _) => reloads++;

        Assert.False(folder.Reload());
        Assert.Equal(["ran"], _disk.Seen);

        // Of the same length, and older.
        _disk.Write("a.ps1", "$Seen.Enqueue('RAN')");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
        Assert.True(folder.Reload());
        Assert.Equal(["ran", "RAN"], _disk.Seen);
        Assert.Equal(1, reloads);
    }

    [Theory]
    [InlineData("throw 'broken'")]
    [InlineData("1/0")]
    [InlineData("if (")]
    [InlineData("Register-TelemetryHandler 'other' 'bad name' { }")]
    [InlineData("Register-TelemetryHandler other folder.event { begin { } }")]
    [InlineData("Register-TelemetryHandler foreign folder.event { }")]
    [InlineData("Register-TelemetryHandler two folder.event { }; Register-TelemetryHandler two folder.event { }")]
    [InlineData("Register-TelemetryHandler other")]
    [InlineData("Remove-Module Telemetry; Register-TelemetryHandler other folder.event { }")]
    public void Broken_version_leaves_the_one_before_at_work_in_full(string end)
    {
        using HandlerRegistration foreign = TelemetryDispatcher.Default.Attach(
            "foreign", "folder.other", Support.Handlers.Nothing);
        _disk.Write("a.ps1", Handling("one", "old 1") + "\n" + Handling("two", "old 2"));
        using HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", Handling("new", "new") + "\n" + Handling("one", "new 1") + "\n" + end);

        Assert.False(folder.Reload());

        HandlerScriptError error = _disk.TakeError();
        Assert.True(error.IsFatal);
        Assert.Equal(3, error.Line);
        Assert.Equal((HandlerScriptState.Outdated, error), (folder.Scripts[0].State, folder.Scripts[0].Error));
        Assert.Equal(["one", "two"], folder.Scripts[0].HandlerIds);
        Assert.Equal(["old 1", "old 2"], _disk.Emit("folder.event").Order());
        Assert.True(foreign.IsAttached);

        // What was taken back is the folder's as it was before.
        _disk.Write("a.ps1", Handling("one", "mended"));
        Assert.True(folder.Reload());
        Assert.Equal(["mended"], _disk.Emit("folder.event"));
        Assert.Equal(HandlerScriptState.Loaded, folder.Scripts[0].State);
    }

    [Fact]
    public void Handlers_that_were_taken_back_leave_with_the_folder()
    {
        _disk.Write("a.ps1", Handling("h", "old"));
        HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", Handling("h", "new") + "\nRegister-TelemetryHandler other folder.event { begin { } }");
        folder.Reload();
        Assert.Equal(["old"], _disk.Emit("folder.event"));

        folder.Dispose();

        Assert.Empty(FolderOnDisk.AttachedIds);
    }

    [Fact]
    public void Handler_that_another_script_took_by_force_is_given_back_to_it()
    {
        _disk.Write("a.ps1", Handling("h", "a"));
        using HandlerFolder folder = _disk.Open();
        _disk.Write("b.ps1", Handling("h", "b") + " -Force\nRegister-TelemetryHandler other folder.event { begin { } }");
        folder.Reload();

        Assert.Equal(["a"], _disk.Emit("folder.event"));
        Assert.Equal(["h"], folder.Scripts[0].HandlerIds);

        _disk.Write("b.ps1", Handling("h", "b") + " -Force");
        folder.Reload();

        Assert.Equal(["b"], _disk.Emit("folder.event"));
        Assert.Empty(folder.Scripts[0].HandlerIds);
    }

    [Fact]
    public void Broken_version_that_is_undone_is_forgotten_without_a_reload()
    {
        string script = Handling("h", "old") + "\n$Seen.Enqueue('ran')";
        _disk.Write("a.ps1", script);
        using HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", "throw 'broken'");
        folder.Reload();
        _disk.Write("a.ps1", script);

        Assert.True(folder.Reload());

        Assert.Equal("a.ps1 (Loaded)", Assert.Single(folder.Scripts).ToString());
        Assert.Equal(["ran"], _disk.Seen);
    }

    [Fact]
    public void Id_of_another_script_is_refused_until_it_is_free()
    {
        _disk.Write("a.ps1", Handling("h", "a"));
        string second = _disk.Write("b.ps1", "\n" + Handling("H", "b"));
        using HandlerFolder folder = _disk.Open();

        HandlerScriptError error = _disk.TakeError();
        Assert.Equal((second, second, 2), (error.Script, error.File, error.Line));
        Assert.Contains("HandlerAlreadyExists", error.ErrorRecord!.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'H'", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            [HandlerScriptState.Loaded, HandlerScriptState.Failed], folder.Scripts.Select(script => script.State));
        Assert.Equal(["a"], _disk.Emit("folder.event"));

        // It holds for a changed script as well, whose own ids are replaced.
        _disk.Write("b.ps1", Handling("h", "b2"));
        folder.Reload();
        Assert.Equal(1, _disk.TakeError().Line);
        Assert.Equal(["a"], _disk.Emit("folder.event"));

        _disk.Delete("a.ps1");
        Assert.True(folder.Reload());
        Assert.Equal(["b2"], _disk.Emit("folder.event"));
    }

    [Fact]
    public void Handler_that_was_unregistered_or_failed_is_not_brought_back_by_a_broken_version()
    {
        _disk.Write("a.ps1", Handling("one", "1") + "\n" + Handling("two", "2"));
        using HandlerFolder folder = _disk.Open();
        TelemetryDispatcher.Default.Detach("one");
        _disk.Write(
            "a.ps1",
            Handling("one", "new") + "\n" + Handling("two", "new") + "\nRegister-TelemetryHandler x x { begin { } }");

        folder.Reload();

        Assert.Equal(["2"], _disk.Emit("folder.event"));
    }

    private static string Handling(string id, string word) => FolderOnDisk.Handling(id, "folder.event", word);
}
