using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Scripts that cannot be read for a while.</summary>
[Collection(SharedDispatcher.Name)]
public sealed partial class HandlerFolderPermissionTests : IDisposable
{
    private const uint Nobody = 65534;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly FolderOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void File_that_cannot_be_read_leaves_its_version_active_until_it_can()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It needs permissions of files as Unix has them.");
        string path = _disk.Write("a.ps1", Handling("a", "old"));
        File.SetUnixFileMode(_disk.Path, Readable);
        using HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", Handling("a", "new"));

        File.SetUnixFileMode(path, UnixFileMode.None);
        AsNobody(() => Assert.False(folder.Reload()));
        Assert.IsType<UnauthorizedAccessException>(_disk.TakeError().Exception);
        Assert.Equal("a.ps1 (Outdated)", Assert.Single(folder.Scripts).ToString());
        Assert.Equal(["old"], _disk.Emit("folder.event"));

        File.SetUnixFileMode(path, Readable);
        AsNobody(() => Assert.True(folder.Reload()));
        Assert.Equal(["new"], _disk.Emit("folder.event"));

        File.SetUnixFileMode(_disk.Path, UnixFileMode.None);
        AsNobody(() => Assert.Throws<UnauthorizedAccessException>(() => folder.Reload()));
        File.SetUnixFileMode(_disk.Path, Readable);
        AsNobody(() => Assert.False(folder.Reload()));
        Assert.Equal(["new"], _disk.Emit("folder.event"));
        Assert.Equal("a.ps1 (Loaded)", Assert.Single(folder.Scripts).ToString());
    }

    [Fact]
    public async Task Link_that_leads_nowhere_for_a_while_leaves_its_version_active()
    {
        using var watched = new WatchedFolder(_disk);
        using var elsewhere = new ScriptOnDisk(Handling("a", "old"));
        File.CreateSymbolicLink(Path.Combine(_disk.Path, "a.ps1"), elsewhere.Path);
        watched.Open(_disk.Path);

        File.Move(elsewhere.Path, elsewhere.Path + ".away");
        HandlerScriptError error = await watched.NextError();
        Assert.IsType<FileNotFoundException>(error.Exception);
        Assert.Equal(["old"], _disk.Emit("folder.event"));

        File.WriteAllText(elsewhere.Path, Handling("a", "new"));
        await watched.WaitUntilEmitGives("new");
        Assert.Single(_disk.Errors);
    }

    private static string Handling(string id, string word) => FolderOnDisk.Handling(id, "folder.event", word);

    /// <summary>Runs on a thread for which the permissions of files hold, even if root runs the tests.</summary>
    private static void AsNobody(Action body) => Threads.Run(() =>
    {
        if (Environment.IsPrivilegedProcess)
        {
            _ = SetFileSystemUser(Nobody);
        }

        body();
    });

    // Of the calling thread alone, which ends soon.
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
