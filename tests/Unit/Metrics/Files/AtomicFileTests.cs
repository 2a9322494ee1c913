using Telemetry.Metrics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

public sealed class AtomicFileTests : IDisposable
{
    private readonly FolderOfATest _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => _folder.PathOf("a[*].txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_is_replaced_as_a_whole_and_nothing_is_left_over()
    {
        AtomicFile.Write(FilePath, stream => stream.Write("one"u8), Token);
        AtomicFile.Write(FilePath, stream =>
        {
            stream.Write("two"u8);
            stream.Flush();
            Assert.Equal("one", File.ReadAllText(FilePath));
            Assert.Equal(2, _folder.Files.Length);
        }, Token);

        Assert.Equal("two", File.ReadAllText(FilePath));
        Assert.Equal(["a[*].txt"], _folder.Files);
    }

    [Fact]
    public void Exception_of_the_content_leaves_the_file_before()
    {
        AtomicFile.Write(FilePath, stream => stream.Write("one"u8), Token);

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(FilePath, stream =>
        {
            stream.Write("two"u8);
            throw new InvalidOperationException();
        }, Token));

        Assert.Equal("one", File.ReadAllText(FilePath));
        Assert.Equal(["a[*].txt"], _folder.Files);
    }

    [Fact]
    public void Cancelled_file_is_not_put_in_its_place()
    {
        using var cancellation = new CancellationTokenSource();
        AtomicFile.Write(FilePath, stream => stream.Write("one"u8), cancellation.Token);

        Assert.Throws<OperationCanceledException>(() => AtomicFile.Write(FilePath, _ => cancellation.Cancel(), cancellation.Token));

        Assert.Equal("one", File.ReadAllText(FilePath));
        Assert.Equal(["a[*].txt"], _folder.Files);
    }

    [Fact]
    public void Leftovers_are_those_of_the_file_and_old()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no names with wildcards.");
        string[] names = ["a[*].txt.abcdefgh.ijk.tmp", "a[x].txt.abcdefgh.ijk.tmp", "a[*].txt.tmp"];
        foreach (string name in names)
        {
            File.WriteAllText(_folder.PathOf(name), string.Empty);
            File.SetLastWriteTimeUtc(_folder.PathOf(name), DateTime.UtcNow.AddMinutes(-2));
        }

        AtomicFile.RemoveLeftovers(FilePath, TimeSpan.FromMinutes(3));
        Assert.Equal(3, _folder.Files.Length);

        AtomicFile.RemoveLeftovers(FilePath, TimeSpan.FromMinutes(1));
        Assert.Equal(names[1..].Order(StringComparer.Ordinal), _folder.Files);

        AtomicFile.RemoveLeftovers(_folder.PathOf(Path.Combine("absent", "a")), TimeSpan.Zero);
    }
}
