using System.Collections.Concurrent;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class HandlerFolderRaceTests : IDisposable
{
    private const int Reloads = 12;

    private readonly FolderOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void Every_event_is_handled_once_by_each_handler_while_scripts_are_reloaded()
    {
        var handled = new ConcurrentDictionary<string, int>();
        _disk.Options.Variables["Handled"] = handled;
        WriteCounting(version: 0);
        _disk.Write("other.ps1", Counting("other", "0"));
        using HandlerFolder folder = _disk.Open();
        int emitted = 0;

        Threads.RunDuring(
            () =>
            {
                for (int version = 1; version <= Reloads; version++)
                {
                    // Sound versions, one that ends in an error, and one that is refused when half of it is attached.
                    WriteCounting(version, (version % 3) switch
                    {
                        1 => "",
                        2 => "throw 'broken'",
                        _ => "Register-TelemetryHandler refused folder.event { begin { } }",
                    });
                    Assert.Equal(version % 3 == 1, folder.Reload());
                }
            },
            Emit,
            Emit,
            Emit);

        int events = emitted;
        Assert.Equal((events, events, events), (Total("one "), Total("two "), Total("other ")));
        Assert.Equal(Reloads * 2 / 3, _disk.Errors.Count);
        Assert.Equal(["one", "other", "two", "version"], FolderOnDisk.AttachedIds.Order());

        // So the new versions did take part.
        Assert.Equal("10", Assert.Single(_disk.Emit("folder.version")));

        void Emit()
        {
            TelemetryDispatcher.Default.Execute("folder.event");
            Interlocked.Increment(ref emitted);
        }

        int Total(string id) => handled
            .Where(count => count.Key.StartsWith(id, StringComparison.Ordinal))
            .Sum(count => count.Value);
    }

    [Fact]
    public void Every_event_is_handled_once_while_a_script_is_renamed()
    {
        var handled = new ConcurrentDictionary<string, int>();
        _disk.Options.Variables["Handled"] = handled;
        _disk.Write("0.ps1", Counting("h", "0"));
        using HandlerFolder folder = _disk.Open();
        int emitted = 0;

        Threads.RunDuring(
            () =>
            {
                for (int name = 1; name <= Reloads; name++)
                {
                    File.Move(Path.Combine(_disk.Path, $"{name - 1}.ps1"), Path.Combine(_disk.Path, $"{name}.ps1"));
                    folder.Reload();
                }
            },
            () =>
            {
                TelemetryDispatcher.Default.Execute("folder.event");
                Interlocked.Increment(ref emitted);
            });

        Assert.Equal(emitted, handled["h 0"]);
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public void Closing_while_events_are_emitted_takes_every_handler_away()
    {
        for (int round = 0; round < Reloads; round++)
        {
            _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "a"));
            HandlerFolder folder = _disk.Open();
            HandlerFolder closing = folder;

            Threads.RunDuring(
                () => Threads.Run(closing.Dispose, closing.Dispose),
                () => TelemetryDispatcher.Default.Execute("folder.event"),
                () => TelemetryDispatcher.Default.Execute("folder.event"));

            Assert.Empty(_disk.Emit("folder.event"));
            Assert.Empty(FolderOnDisk.AttachedIds);
        }
    }

    [Fact]
    public void Closing_stops_a_script_that_is_being_loaded()
    {
        using var started = new ManualResetEventSlim();
        _disk.Options.Variables["Started"] = started;
        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "a"));
        HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", FolderOnDisk.Handling("b", "folder.event", "b") + "; $Started.Set(); while ($true) { }");
        _disk.Write("b.ps1", "$Seen.Enqueue('not reached')");

        Threads.Run(
            () => Assert.False(folder.Reload()),
            () =>
            {
                Threads.WaitFor(started);
                folder.Dispose();
                Assert.Empty(FolderOnDisk.AttachedIds);
            });

        Assert.Empty(FolderOnDisk.AttachedIds);
        Assert.Empty(_disk.Seen);
        Assert.Empty(_disk.Errors);
        Assert.Throws<ObjectDisposedException>(() => folder.Reload());
    }

    [Fact]
    public void Closing_at_any_moment_of_a_reload_leaves_no_handler()
    {
        for (int round = 0; round < Reloads; round++)
        {
            _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "old"));
            HandlerFolder folder = _disk.Open();
            _disk.Write("a.ps1", string.Join(
                '\n', Enumerable.Range(0, 20).Select(n => FolderOnDisk.Handling($"a{n}", "folder.event", "new"))));
            int turns = round * 200_000;

            Threads.Run(
                () =>
                {
                    try
                    {
                        folder.Reload();
                    }
                    catch (ObjectDisposedException)
                    {
                        // Closed before it began.
                    }
                },
                () =>
                {
                    // A little later in each round; where a reload stands by then is not the test's concern.
                    Thread.SpinWait(turns);
                    folder.Dispose();
                });

            Assert.Empty(FolderOnDisk.AttachedIds);
            Assert.Empty(_disk.Errors);
        }
    }

    [Fact]
    public void Reloads_on_several_threads_come_one_after_the_other()
    {
        using HandlerFolder folder = _disk.Open();
        _disk.Write("a.ps1", "$Seen.Enqueue('ran')\n" + FolderOnDisk.Handling("a", "folder.event", "a"));

        int reloads = 0;
        Threads.Run(4, _ => Interlocked.Add(ref reloads, folder.Reload() ? 1 : 0));

        Assert.Equal(1, reloads);
        Assert.Equal(["ran"], _disk.Seen);
    }

    private static string Counting(string id, string version) =>
        $$"""
        Register-TelemetryHandler {{id}} folder.event {
            param($n, $m, $d, $Handled)
            $null = $Handled.AddOrUpdate('{{id}} {{version}}', 1, [Func[string, int, int]] { param($key, $count) $count + 1 })
        } $Handled
        """;

    private void WriteCounting(int version, string end = "") => _disk.Write(
        "counting.ps1",
        string.Join(
            '\n',
            Counting("one", $"{version}"),
            Counting("two", $"{version}"),
            FolderOnDisk.Handling("version", "folder.version", $"{version}"),
            end));
}
