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

    [Fact]
    public void Handler_of_the_old_version_that_runs_is_finished_before_it_goes()
    {
        using var started = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        _disk.Options.Variables["Gates"] = new object[] { started, goOn, _disk.Seen };
        _disk.Write("a.ps1", """
            Register-TelemetryHandler a folder.event {
                param($n, $m, $d, $Gates)
                $Gates[0].Set()
                $null = $Gates[1].Wait(30000)
                $Gates[2].Enqueue('old')
            } $Gates
            """);
        using HandlerFolder folder = _disk.Open();

        Threads.Run(
            () => TelemetryDispatcher.Default.Execute("folder.event"),
            () =>
            {
                Threads.WaitFor(started);
                _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "new"));
                Assert.True(folder.Reload());
                TelemetryDispatcher.Default.Execute("folder.event");
                goOn.Set();
            });

        Assert.Equal(["new", "old"], _disk.Seen);
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public void Handler_may_reload_and_close_its_folder()
    {
        HandlerFolder? folder = null;
        _disk.Options.Variables["Calls"] = new Action[] { () => folder!.Reload(), () => folder!.Dispose() };
        _disk.Write("a.ps1", Calling("folder.reload", 0));
        using (folder = _disk.Open())
        {
            _disk.Write("a.ps1", Calling("folder.close", 1));

            Threads.Run(() => TelemetryDispatcher.Default.Execute("folder.reload"));
            Assert.Equal("a.ps1 (Loaded)", Assert.Single(folder.Scripts).ToString());
            Assert.Equal(["folder.close"], TelemetryDispatcher.Default.List().Select(entry => $"{entry.Pattern}"));

            Threads.Run(() => TelemetryDispatcher.Default.Execute("folder.close"));
            Assert.Empty(FolderOnDisk.AttachedIds);
        }

        Assert.Empty(_disk.Errors);

        static string Calling(string eventName, int call) =>
            $"Register-TelemetryHandler a {eventName} {{ param($n, $m, $d, $Calls) $Calls[{call}].Invoke() }} $Calls";
    }

    /// <summary>The handler runs inside the load, for which it would wait.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Handler_of_an_event_of_the_script_that_is_loaded_cannot_reload_or_close_the_folder(int call)
    {
        HandlerFolder? folder = null;
        var refused = new List<Exception>();
        Action[] calls = [() => folder!.Reload(), () => folder!.Dispose()];
        using HandlerRegistration handler = TelemetryDispatcher.Default.Attach(
            "program", "folder.loading", (in EventData _, object? _) => refused.Add(Record.Exception(calls[call])!));
        _disk.Options.Variables["Calls"] = calls;
        _disk.Write(
            "a.ps1",
            $"Register-TelemetryHandler a folder.loading {{ param($n, $m, $d, $c) $c[{call}].Invoke() }} $Calls -FailurePolicy Keep");
        using (folder = _disk.Open())
        {
            _disk.Write("b.ps1", "Invoke-TelemetryEvent folder.loading; $Seen.Enqueue('loaded')");

            Assert.True(folder.Reload());

            Assert.Equal(["loaded"], _disk.Seen);
            Assert.IsType<InvalidOperationException>(Assert.Single(refused));
            Assert.True(TelemetryDispatcher.Default.TryGetHandler("a", out HandlerRegistration? own));
            Assert.Equal(1, own.Statistics!.Failures);
        }
    }

    [Fact]
    public void Folder_that_is_written_and_reloaded_by_many_threads_ends_with_the_last_content()
    {
        using HandlerFolder folder = _disk.Open();
        int written = 0;
        using var write = new SemaphoreSlim(1);

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 4 * Reloads; i++)
                {
                    _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", $"{++written}"));
                }
            },
            () => folder.Reload(),
            () => folder.Reload());
        folder.Reload();

        Assert.Equal([$"{written}"], _disk.Emit("folder.event"));
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
