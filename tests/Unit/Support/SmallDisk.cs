namespace Telemetry.Tests.Support;

/// <summary>A folder on a disk of its own, which has room for few pages, until it is disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int PageSize = 4096;
    private const int Pages = 16;

    private readonly FolderOfATest _folder = new();

    private SmallDisk()
    {
    }

    private string Filling => _folder.PathOf("filling");

    /// <summary>Creates the disk. The test is skipped where the account cannot do so.</summary>
    internal static async Task<SmallDisk> CreateAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small disk, on Linux.");
        var disk = new SmallDisk();
        ProcessResult mount = await ProcessRun.RunAsync(
            "mount", ["-t", "tmpfs", "-o", $"size={Pages * PageSize}", "telemetry-test", disk._folder.Path]);
        if (mount.ExitCode != 0)
        {
            disk._folder.Dispose();
            Assert.Skip($"A small disk cannot be mounted: {mount.Error}");
        }

        return disk;
    }

    internal string PathOf(string name) => _folder.PathOf(name);

    /// <summary>The names of the files in it, in order.</summary>
    internal string[] Files => [.. _folder.Files.Where(file => file != Path.GetFileName(Filling))];

    /// <summary>Uses up the room, apart from some pages.</summary>
    internal void Fill(int exceptPages = 0)
    {
        using FileStream file = File.Create(Filling, bufferSize: 1);
        try
        {
            while (true)
            {
                file.Write(new byte[PageSize]);
            }
        }
        catch (IOException)
        {
            file.SetLength((file.Length / PageSize * PageSize) - (exceptPages * PageSize));
        }
    }

    internal void Free() => File.Delete(Filling);

    public void Dispose()
    {
        using var unmount = ProcessRun.Start("umount", ["-l", _folder.Path]);
        unmount.WaitForExit();
        _folder.Dispose();
    }
}
