using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Collection(SharedDispatcher.Name)]
public sealed class HandlerFolderTests : IDisposable
{
    private readonly FolderOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public void Scripts_run_in_the_ordinal_order_of_their_names_each_in_a_session_of_its_own()
    {
        _disk.Write("b.ps1", "$Seen.Enqueue(\"b $global:left\")");
        _disk.Write("a.ps1", "$Seen.Enqueue(\"a $global:left\"); $global:left = 'by a'");
        _disk.Write("B.ps1", "$Seen.Enqueue(\"B $global:left\")");
        _disk.Write("a.psm1", "$Seen.Enqueue('no script')");
        Directory.CreateDirectory(Path.Combine(_disk.Path, "below"));
        _disk.Write("below/c.ps1", "$Seen.Enqueue('below')");

        using HandlerFolder folder = _disk.Open();

        Assert.Equal(["B ", "a ", "b "], _disk.Seen);
        Assert.Equal(["B.ps1", "a.ps1", "b.ps1"], folder.Scripts.Select(script => Path.GetFileName(script.Path)));
        Assert.Empty(_disk.Errors);
    }

    [Fact]
    public void Handlers_get_the_events_of_any_thread_and_the_objects_of_the_program()
    {
        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "seen"));
        using HandlerFolder folder = _disk.Open();

        Threads.Run(3, _ => TelemetryDispatcher.Default.Execute("folder.event"));

        Assert.Equal(["seen", "seen", "seen"], _disk.Seen);
    }

    [Fact]
    public void Scripts_say_how_they_stand()
    {
        string good = _disk.Write(
            "a.ps1", "foreach ($id in 'two', 'one') { Register-TelemetryHandler $id folder.event { 1/0 } }");
        _disk.Write("b.ps1", "throw 'bad'");
        using HandlerFolder folder = _disk.Open();

        HandlerScript script = folder.Scripts[0];
        Assert.Equal((good, HandlerScriptState.Loaded, null), (script.Path, script.State, script.Error));
        Assert.Equal(["two", "one"], script.HandlerIds);
        Assert.Equal("b.ps1 (Failed)", folder.Scripts[1].ToString());
        Assert.Equal("bad", folder.Scripts[1].Error!.Message);

        TelemetryDispatcher.Default.Execute("folder.event");

        Assert.Empty(folder.Scripts[0].HandlerIds);
    }

    [Fact]
    public void Every_way_to_register_is_known_while_loading()
    {
        _disk.Write(
            "a.ps1",
            """
            $block = { param($n, $m, $d, $c) $c.Enqueue($n) }
            Register-TelemetryHandler -Id named -EventName folder.x, folder.y $block $Seen -ErrorAction Stop
            $piped = [pscustomobject]@{ Id = 'piped'; EventName = 'folder.z'; ScriptBlock = $block; Config = $Seen }
            $piped | Register-TelemetryHandler
            $all = @{ Id = 'splatted'; EventName = 'folder.z'; ScriptBlock = $block; Config = $Seen }
            Register-TelemetryHandler @all -PassThru
            """);
        using HandlerFolder folder = _disk.Open();

        Assert.Empty(_disk.Errors);
        Assert.Equal(["named", "piped", "splatted"], folder.Scripts[0].HandlerIds);
        Assert.Equal(["folder.y"], _disk.Emit("folder.y"));
        Assert.Equal(["folder.z", "folder.z"], _disk.Emit("folder.z"));
    }

    [Fact]
    public void Nothing_is_attached_before_the_script_has_run()
    {
        _disk.Options.Variables["Attached"] = (Func<string[]>)(() => FolderOnDisk.AttachedIds);
        _disk.Write("a.ps1", "Register-TelemetryHandler a folder.event { }; $Seen.Enqueue($Attached.Invoke().Count)");

        using HandlerFolder folder = _disk.Open();

        Assert.Equal([0], _disk.Seen);
        Assert.Equal(["a"], FolderOnDisk.AttachedIds);
    }

    [Fact]
    public void Closing_takes_all_handlers_away_and_can_be_repeated()
    {
        _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "a"));
        _disk.Write("b.ps1", FolderOnDisk.Handling("b", "folder.event", "b"));
        HandlerFolder folder = _disk.Open();
        Assert.Equal(["a", "b"], FolderOnDisk.AttachedIds);

        folder.Dispose();
        folder.Dispose();

        Assert.Empty(FolderOnDisk.AttachedIds);
        Assert.Empty(folder.Scripts);
        Assert.Throws<ObjectDisposedException>(() => folder.Reload());
    }

    [Fact]
    public void Missing_folder_is_told_and_leaves_the_handlers_at_work()
    {
        string missing = Path.Combine(_disk.Path, "missing");
        string file = _disk.Write("a.ps1", FolderOnDisk.Handling("a", "folder.event", "a"));
        var error = Assert.Throws<DirectoryNotFoundException>(() => HandlerFolder.Open(missing));
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => HandlerFolder.Open(file));
        Assert.Throws<ArgumentException>(() => HandlerFolder.Open(""));
        using HandlerFolder folder = _disk.Open();

        _disk.Dispose();

        Assert.Throws<DirectoryNotFoundException>(() => folder.Reload());
        Assert.Equal(["a"], _disk.Emit("folder.event"));
    }

    [Fact]
    public void What_handlers_write_goes_to_the_programs_host()
    {
        var host = new RecordingHost();
        _disk.Options.Host = host;
        _disk.Write(
            "a.ps1",
            """
            function warn { [CmdletBinding()] param($Text) $PSCmdlet.WriteWarning($Text) }
            warn 'loading'
            Register-TelemetryHandler a folder.event {
                function warn { [CmdletBinding()] param($Text) $PSCmdlet.WriteWarning($Text) }
                warn 'handling'
            }
            """);
        using HandlerFolder folder = _disk.Open();

        Threads.Run(1, _ => TelemetryDispatcher.Default.Execute("folder.event"));

        Assert.Equal(["loading", "handling"], host.Lines);
    }

    [Fact]
    public void Script_that_reloads_or_closes_its_folder_while_it_is_loaded_is_refused()
    {
        HandlerFolder? folder = null;
        _disk.Options.Variables["Reload"] = (Action)(() => folder!.Reload());
        _disk.Options.Variables["Close"] = (Action)(() => folder!.Dispose());
        folder = _disk.Open();
        using (folder)
        {
            _disk.Write("a.ps1", "$Reload.Invoke()");
            _disk.Write("b.ps1", "$Close.Invoke()");
            folder.Reload();

            Assert.Equal(2, _disk.Errors.Count);
            Assert.All(
                _disk.Errors,
                error => Assert.Contains("while it is being loaded", error.Message, StringComparison.Ordinal));
        }
    }

    /// <summary>The handler of the first script can go on only when that of the second one is gone.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Handlers_of_all_scripts_are_detached_before_the_wait_for_what_is_queued(bool areDeleted)
    {
        using var gate = new ManualResetEventSlim();
        _disk.Options.Variables["Gate"] = gate;
        _disk.Write(
            "a.ps1",
            "Register-TelemetryHandler first folder.a { param($n, $m, $d, $c) $null = $c.Wait(60000) } $Gate -Buffered -DrainTimeout 20");
        _disk.Write("b.ps1", "Register-TelemetryHandler second folder.b { }");
        using HandlerFolder folder = _disk.Open();
        Assert.True(TelemetryDispatcher.Default.TryGetHandler("first", out HandlerRegistration? first));
        Assert.True(TelemetryDispatcher.Default.TryGetHandler("second", out HandlerRegistration? second));
        second.Detached += (_, _) => gate.Set();
        TelemetryDispatcher.Default.Execute("folder.a");

        if (areDeleted)
        {
            _disk.Delete("a.ps1");
            _disk.Delete("b.ps1");
            folder.Reload();
        }
        else
        {
            folder.Dispose();
        }

        Assert.Equal("1 delivered, 0 dropped, 0 queued", first.BufferStatistics!.ToString());
    }
}
