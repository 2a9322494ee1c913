using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class EmittersElsewhereTests : IDisposable
{
    private readonly ModuleSession _home = new();
    private readonly ModuleSession _other = new();

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void S01_handler_runs_on_the_emitting_thread_before_the_emit_returns()
    {
        var threads = new ConcurrentQueue<int>();
        _home.Run(
            "param($t) Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c.Enqueue([Environment]::CurrentManagedThreadId) } $t",
            threads).Clean();
        int emitting = 0;
        int seenAtReturn = 0;

        OnThread(() =>
        {
            emitting = Environment.CurrentManagedThreadId;
            TelemetryDispatcher.Default.Execute("a.b");
            seenAtReturn = threads.Count;
        });

        Assert.Equal(1, seenAtReturn);
        Assert.Equal([emitting], threads);
    }

    [Fact]
    public void S02_pipeline_threads_default_session_is_restored_after_a_copy_ran()
    {
        _home.Run("Register-TelemetryHandler h a.b { }").Clean();

        ScriptResult result = _other.Run(
            "$before = [runspace]::DefaultRunspace.Id; Invoke-TelemetryEvent a.b; $before -eq [runspace]::DefaultRunspace.Id");
        Runspace? onThread = null;
        OnThread(() =>
        {
            TelemetryDispatcher.Default.Execute("a.b");
            onThread = Runspace.DefaultRunspace;
        });

        Assert.Equal(true, result.Clean().Single);
        Assert.Null(onThread);
    }

    [Fact]
    public async Task S03_home_is_not_entered_while_it_is_busy()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var seen = new ConcurrentQueue<string>();
        _home.Run(
            "param($s) $global:soiled = 0; Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $global:soiled++; "
                + "$c.Enqueue([runspace]::DefaultRunspace.Id) } $s",
            seen).Clean();
        Task busy = Task.Run(() => _home.Run("param($entered, $release) $entered.Set(); $release.Wait()", entered, release).Clean());
        entered.Wait(TestContext.Current.CancellationToken);

        // The handlers have run while home sits in its call, which only the next line ends.
        OnThread(() => TelemetryDispatcher.Default.Execute("a.b"));
        _other.Run("Invoke-TelemetryEvent a.b").Clean();
        Assert.Equal(2, seen.Count);
        release.Set();
        await busy;

        Assert.Equal(0, _home.Run("$global:soiled").Single);
        Assert.DoesNotContain($"{_home.Session.Runspace.Id}", seen);
        Assert.DoesNotContain($"{_other.Session.Runspace.Id}", seen);
    }

    [Fact]
    public void S03_private_session_is_reused_and_more_are_made_only_when_all_are_busy()
    {
        var sessions = new ConcurrentQueue<string>();
        _home.Run(
            "param($s) Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c.Enqueue([runspace]::DefaultRunspace.Id); "
                + "if ($m.deeper) { Invoke-TelemetryEvent a.b } } $s",
            sessions).Clean();

        OnThread(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                TelemetryDispatcher.Default.Execute("a.b");
            }
        });
        Assert.Single(sessions.Distinct());

        _other.Run("Invoke-TelemetryEvent a.b @{ deeper = 1 }").Clean();
        Assert.Equal(2, sessions.Distinct().Count());
    }

    [Fact]
    public void S03_initialization_script_runs_once_in_each_private_session_and_not_at_home()
    {
        _home.Run(
            """
            $script:got = @()
            $global:list = [Collections.Generic.List[string]]::new()
            Register-TelemetryHandler h a.b -Config $global:list -ScriptBlock {
                param($n, $m, $d, $c)
                $c.Add("$(if (Get-Command Get-Word -ErrorAction Ignore) { Get-Word } else { 'none' })")
            } -InitializationScript {
                $script:times++
                function Get-Word { "word$script:times" }
            }
            """).Clean();

        _home.Run("Invoke-TelemetryEvent a.b").Clean();
        _other.Run("Invoke-TelemetryEvent a.b; Invoke-TelemetryEvent a.b").Clean();

        Assert.Equal(["none", "word1", "word1"], _home.Run("$global:list").Output);
    }

    [Theory]
    [InlineData("throw 'no init'")]
    [InlineData("Get-Command no-such-command")]
    public void S03_initialization_script_that_fails_fails_the_handler(string script)
    {
        _home.Run($"Register-TelemetryHandler h a.b {{ }} -InitializationScript {{ {script} }}").Clean();

        ScriptResult result = _other.Run("Invoke-TelemetryEvent a.b; 'went on'");

        Assert.Equal("went on", result.Single);
        Assert.Contains("initialization script", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    [Fact]
    public void S04_scope_session_takes_only_events_of_its_own_session()
    {
        _home.Run("$script:n = 0; Register-TelemetryHandler h a.b { $script:n++ } -Scope Session").Clean();

        _other.Run("Invoke-TelemetryEvent a.b").Clean();
        OnThread(() => TelemetryDispatcher.Default.Execute("a.b"));
        _home.Run("Invoke-TelemetryEvent a.b").Clean();

        Assert.Equal(1, _home.Run("$script:n").Single);
    }

    [Fact]
    public void S06_error_in_a_copy_names_the_handlers_own_file_and_line()
    {
        using var file = new Hosting.ScriptOnDisk("\n\nRegister-TelemetryHandler h a.b {\n    $null = 1\n    throw 'boom'\n}");
        _home.Session.RunFile(file.Path);

        string warning = Assert.Single(_other.Run("Invoke-TelemetryEvent a.b").Warnings);

        Assert.Contains($"{file.Path}: line 5", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void S08_without_an_emitter_messages_go_to_the_host_of_the_home_session()
    {
        var host = new RecordingHost();
        using TelemetrySession session = TelemetrySession.Open(host);
        session.Run(
            """
            Register-TelemetryHandler h a.b {
                function warn { [CmdletBinding()] param($m) $PSCmdlet.WriteWarning($m) }
                warn 'careful'
                throw 'boom'
            }
            """);

        OnThread(() => TelemetryDispatcher.Default.Execute("a.b"));

        Assert.Equal("careful", host.Lines[0]);
        Assert.Contains("'h' failed", host.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void S08_verbose_messages_show_where_the_emitter_asks_for_them(bool atHome)
    {
        _home.Run(
            "Register-TelemetryHandler h a.b { function talk { [CmdletBinding()] param($m) $PSCmdlet.WriteVerbose($m) }; "
                + "talk 'told' }").Clean();
        ModuleSession emitter = atHome ? _home : _other;

        Assert.Equal(0, VerboseOf(emitter, "Invoke-TelemetryEvent a.b"));
        Assert.Equal(1, VerboseOf(emitter, "Invoke-TelemetryEvent a.b -Verbose"));
        Assert.Equal(1, VerboseOf(emitter, "$VerbosePreference = 'Continue'; Invoke-TelemetryEvent a.b"));
    }

    private static int VerboseOf(ModuleSession session, string script)
    {
        using var pipeline = PowerShell.Create(session.Session.Runspace);
        pipeline.AddScript($"& {{ {script} }}").Invoke();
        return pipeline.Streams.Verbose.Count(record => record.Message == "told");
    }

    private static void OnThread(ThreadStart action)
    {
        var thread = new Thread(action);
        thread.Start();
        thread.Join();
    }
}
