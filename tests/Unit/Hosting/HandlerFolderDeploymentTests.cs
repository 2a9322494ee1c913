using System.Runtime.InteropServices;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The ways in which tools and operators replace files and folders while they are watched.</summary>
[Collection(SharedDispatcher.Name)]
public sealed partial class HandlerFolderDeploymentTests : IDisposable
{
    private readonly FolderOnDisk _disk = new();
    private readonly WatchedFolder _watched;

    public HandlerFolderDeploymentTests() => _watched = new WatchedFolder(_disk);

    public void Dispose()
    {
        _watched.Dispose();
        _disk.Dispose();
    }

    /// <summary>Each file is a link through the link <c>..data</c>, which is replaced by a rename.</summary>
    [Fact]
    public async Task Mounted_configuration_is_loaded_when_its_link_is_swapped()
    {
        string mount = Folder("mount");
        WriteHandling("mount/..1/a.ps1", "first");
        File.CreateSymbolicLink(Path.Combine(mount, "..data"), "..1");
        File.CreateSymbolicLink(Path.Combine(mount, "a.ps1"), Path.Combine("..data", "a.ps1"));
        HandlerFolder folder = _watched.Open(mount);
        Assert.Equal(["first"], _disk.Emit("folder.event"));

        foreach (int version in new[] { 2, 3 })
        {
            WriteHandling($"mount/..{version}/a.ps1", $"version {version}");
            Swap(Path.Combine(mount, "..data"), $"..{version}");
            Directory.Delete(Path.Combine(mount, $"..{version - 1}"), recursive: true);
            await _watched.WaitUntilEmitGives($"version {version}");
        }

        Assert.Equal("a.ps1 (Loaded)", Assert.Single(folder.Scripts).ToString());
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public async Task Folder_that_is_a_link_is_followed_when_the_link_is_swapped()
    {
        string link = Path.Combine(_disk.Path, "current");
        WriteHandling("1/a.ps1", "first");
        Directory.CreateSymbolicLink(link, "1");
        _watched.Open(link);
        Assert.Equal(["first"], _disk.Emit("folder.event"));

        WriteHandling("2/a.ps1", "second");
        Swap(link, "2");
        await _watched.WaitUntilEmitGives("second");

        WriteHandling("2/a.ps1", "edited");
        await _watched.WaitUntilEmitGives("edited");

        WriteHandling("3/b.ps1", "third");
        Swap(link, Path.Combine(_disk.Path, "3"));
        await _watched.WaitUntilEmitGives("third");
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public async Task Script_that_is_a_link_is_loaded_when_the_file_changes_that_it_leads_to()
    {
        string watched = Folder("watched");
        WriteHandling("elsewhere.ps1", "first");
        File.CreateSymbolicLink(Path.Combine(watched, "a.ps1"), Path.Combine(_disk.Path, "elsewhere.ps1"));
        _watched.Open(watched);

        WriteHandling("elsewhere.ps1", "second");

        await _watched.WaitUntilEmitGives("second");
    }

    [Fact]
    public async Task Folder_that_is_removed_is_reported_once_and_loaded_when_it_is_made_again()
    {
        string watched = Folder("watched");
        WriteHandling("watched/a.ps1", "first");
        _watched.Open(watched);

        for (int round = 1; round <= 2; round++)
        {
            // In one step, so that no script is seen to leave before its folder.
            Directory.Move(watched, Path.Combine(_disk.Path, $"removed {round}"));
            HandlerScriptError error = await _watched.NextError();
            Assert.Equal((watched, 0), (error.Script, error.Line));
            Assert.IsType<DirectoryNotFoundException>(error.Exception);
            Assert.Equal([round == 1 ? "first" : "again 1"], _disk.Emit("folder.event"));

            WriteHandling($"made again/a.ps1", $"again {round}");
            Directory.Move(Path.Combine(_disk.Path, "made again"), watched);
            await _watched.WaitUntilEmitGives($"again {round}");

            WriteHandling("watched/a.ps1", "edited");
            await _watched.WaitUntilEmitGives("edited");
            WriteHandling("watched/a.ps1", $"again {round}");
            await _watched.WaitUntilEmitGives($"again {round}");
            Assert.Single(_disk.Errors);
            _disk.Errors.Clear();
        }
    }

    [Fact]
    public async Task Folder_that_takes_the_place_of_another_is_loaded()
    {
        string watched = Folder("watched");
        WriteHandling("watched/a.ps1", "first");
        _watched.Open(watched);

        for (int version = 2; version <= 4; version++)
        {
            WriteHandling("next/a.ps1", $"version {version}");
            Directory.Move(watched, Path.Combine(_disk.Path, $"before {version}"));
            Directory.Move(Path.Combine(_disk.Path, "next"), watched);
            await _watched.WaitUntilEmitGives($"version {version}");
        }
    }

    /// <summary>An editor's files: a lock, which is a link that leads nowhere, a copy, and the file that is renamed over the
    /// script.</summary>
    [Fact]
    public async Task Files_that_an_editor_makes_beside_a_script_are_no_scripts()
    {
        WriteHandling("a.ps1", "first");
        HandlerFolder folder = _watched.Open(_disk.Path);

        File.CreateSymbolicLink(Path.Combine(_disk.Path, ".#a.ps1"), "user@host.1234:1");
        WriteHandling("._a.ps1", "resource fork");
        WriteHandling("#a.ps1#", "autosaved");
        WriteHandling("a.ps1~", "backup");
        WriteHandling("b.ps1", "another");
        await _watched.WaitUntilEmitGives("first", "another");

        WriteHandling(".a.ps1.new", "second");
        File.Move(Path.Combine(_disk.Path, ".a.ps1.new"), Path.Combine(_disk.Path, "a.ps1"), overwrite: true);
        await _watched.WaitUntilEmitGives("another", "second");

        Assert.Equal(["a.ps1 (Loaded)", "b.ps1 (Loaded)"], folder.Scripts.Select(script => script.ToString()));
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public async Task Of_many_changes_in_quick_succession_the_last_is_loaded()
    {
        WriteHandling("a.ps1", "0");
        _watched.Open(_disk.Path);

        for (int round = 1; round <= 5; round++)
        {
            for (int change = 1; change <= 40; change++)
            {
                WriteHandling("a.ps1", $"{round}.{change}");
            }

            await _watched.WaitUntilEmitGives($"{round}.40");
        }
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_disk.Path, name)).FullName;

    private void WriteHandling(string file, string word)
    {
        string path = Path.Combine(_disk.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, FolderOnDisk.Handling(Path.GetFileNameWithoutExtension(path), "folder.event", word));
    }

    /// <summary>Makes a link lead elsewhere, in one step.</summary>
    private static void Swap(string link, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Replaces a link to a folder in one step, as Unix can.");
        File.CreateSymbolicLink(link + "_tmp", target);
        Assert.Equal(0, Rename(link + "_tmp", link));
    }

    // File.Move takes a link to a folder for no file.
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
