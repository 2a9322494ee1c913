using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>What is queued for buffered handlers is handled when a process ends, whichever way, and the process ends as it
/// would have ended without them.</summary>
[Trait("Category", "Slow")]
public sealed class ProcessEndTests : IDisposable
{
    private readonly EndingProgram _program = new();

    public static TheoryData<string> Ends => ["return", "exit", "throw", "Environment.Exit", "SIGINT", "SIGTERM", "SIGHUP"];

    public static TheoryData<string, string> EndsAndKinds => new MatrixTheoryData<string, string>(
        ["return", "throw", "Environment.Exit", "SIGTERM"], ["asynchronous", "batch"]);

    public static TheoryData<string> Signals => ["SIGINT", "SIGTERM", "SIGHUP"];

    public void Dispose() => _program.Dispose();

    [Theory]
    [MemberData(nameof(Ends))]
    [InlineData("SIGQUIT")]
    public async Task S19_all_that_is_queued_is_handled_when_a_program_ends(string end)
    {
        SkipSignalsOnWindows(end);

        ProcessResult[] results = await Task.WhenAll(_program.RunAsync(end, "control"), _program.RunAsync(end));

        AssertHandled(300);
        Assert.Equal(results[0].ExitCode, results[1].ExitCode);
    }

    [Theory]
    [MemberData(nameof(EndsAndKinds))]
    public async Task Queued_events_of_an_asynchronous_handler_are_handled_when_a_program_ends(string end, string kind)
    {
        SkipSignalsOnWindows(end);

        ProcessResult[] results = await Task.WhenAll(_program.RunAsync(end, "control"), _program.RunAsync(end, kind));

        AssertHandled(300);
        Assert.Equal(results[0].ExitCode, results[1].ExitCode);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("SIGTERM")]
    public async Task Queued_events_of_an_asynchronous_handler_are_handled_if_all_threads_of_the_pool_are_blocked(string end)
    {
        SkipSignalsOnWindows(end);

        await _program.RunAsync(end, "asynchronous", "pool-is-blocked");

        AssertHandled(300);
    }

    /// <summary>If one of them were cancelled after the end of another, the other would be given up.</summary>
    [Fact]
    public async Task Calls_of_all_handlers_are_cancelled_at_once_if_all_threads_of_the_pool_are_blocked()
    {
        ProcessResult result = await _program.RunAsync("return", "control", "handlers-meet", "pool-is-blocked");

        Assert.Equal(["meeting-0: 0 failures", "meeting-1: 0 failures", "meeting-2: 0 failures"], result.Lines);
    }

    /// <summary>The handler waits for its token, or does not return.</summary>
    [Theory]
    [InlineData("return", "handler-ends")]
    [InlineData("return", "handler-stays")]
    [InlineData("Environment.Exit", "handler-ends")]
    [InlineData("Environment.Exit", "handler-stays")]
    [InlineData("SIGTERM", "handler-ends")]
    public async Task Call_of_an_asynchronous_handler_is_cancelled_at_the_drain_timeout(string end, string handler)
    {
        SkipSignalsOnWindows(end);

        ProcessResult[] results = await Task.WhenAll(
            _program.RunAsync(end, "control"), _program.RunAsync(end, "asynchronous", "handler-hangs", handler, "little-time"));

        Assert.Equal(results[0].ExitCode, results[1].ExitCode);
        Assert.Equal(handler == "handler-ends" && end != "SIGTERM" ? [-1] : [], _program.Handled);
        Assert.Equal(end == "SIGTERM" ? [] : ["1 delivered, 299 dropped, 0 queued"], results[1].Lines);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task S19_all_that_is_queued_is_handled_when_PowerShell_ends(string end)
    {
        SkipSignalsOnWindows(end);

        ProcessResult[] results = await Task.WhenAll(_program.RunScriptAsync(end, "control"), _program.RunScriptAsync(end));

        AssertHandled(300);
        Assert.Equal(results[0].Output, results[1].Output);
        if (end == "SIGINT")
        {
            // PowerShell itself ends with one or the other, and not with the same each time.
            Assert.All(results, result => Assert.InRange(result.ExitCode, 0, 1));
        }
        else
        {
            Assert.Equal(results[0].ExitCode, results[1].ExitCode);
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task S19_program_that_cancels_the_signal_goes_on_with_its_handlers(string signal)
    {
        SkipSignalsOnWindows(signal);
        foreach (string when in (string[])["cancels-before", "cancels-after"])
        {
            using var program = new EndingProgram();

            ProcessResult result = await program.RunAsync(signal, when);

            Assert.Equal(Enumerable.Range(1, 400), program.Handled);
            Assert.Equal(["survived, attached: True", "400 delivered, 0 dropped, 0 queued"], result.Lines);
            Assert.Equal(0, result.ExitCode);
        }
    }

    [Theory]
    [InlineData("host-before")]
    [InlineData("host-after")]
    public async Task S19_generic_host_keeps_its_own_shutdown(string when)
    {
        SkipSignalsOnWindows("SIGTERM");

        ProcessResult result = await _program.RunAsync("SIGTERM", when);

        AssertHandled(400);
        Assert.Equal(["survived, attached: True", "400 delivered, 0 dropped, 0 queued"], result.Lines);
        Assert.Equal(0, result.ExitCode);
    }

    /// <summary>The handler waits for what the program does at the signal, and has a day for it.</summary>
    [Theory]
    [MemberData(nameof(Signals))]
    public async Task S19_program_that_says_that_it_handles_signals_is_not_held_up_by_what_is_queued(string signal)
    {
        SkipSignalsOnWindows(signal);

        ProcessResult result = await _program.RunAsync(signal, "handler-hangs", "cancels-before", "ignores-signals");

        AssertHandled(400);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("Environment.Exit")]
    [InlineData("SIGTERM")]
    public async Task S19_handler_that_hangs_is_waited_for_until_the_drain_timeout(string end)
    {
        SkipSignalsOnWindows(end);

        ProcessResult[] results = await Task.WhenAll(
            _program.RunAsync(end, "control"), _program.RunAsync(end, "handler-hangs", "little-time"));

        Assert.Equal(results[0].ExitCode, results[1].ExitCode);
        Assert.Equal(end == "SIGTERM" ? [] : ["0 delivered, 299 dropped, 1 queued"], results[1].Lines);
    }

    [Fact]
    public async Task S19_subscriber_of_the_end_that_hangs_is_waited_for_until_the_drain_timeout()
    {
        ProcessResult result = await _program.RunAsync("exit", "subscriber-hangs", "little-time");

        Assert.Equal(3, result.ExitCode);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("throw")]
    [InlineData("SIGTERM")]
    public async Task S19_all_that_is_queued_is_handled_where_every_thread_of_the_pool_is_blocked(string end)
    {
        SkipSignalsOnWindows(end);

        await _program.RunAsync(end, "pool-is-blocked");

        AssertHandled(300);
    }

    [Theory]
    [InlineData("return")]
    [InlineData("throw")]
    [InlineData("SIGTERM")]
    public async Task R9_callbacks_are_called_by_stages_and_one_that_hangs_or_fails_holds_up_no_other(string end)
    {
        SkipSignalsOnWindows(end);

        ProcessResult result = await _program.RunAsync(end, "callbacks");

        AssertHandled(300);
        string[] called = [.. result.Lines.Where(line => line.Contains(": ", StringComparison.Ordinal))];
        Assert.StartsWith("Queues: queues, ", called[0], StringComparison.Ordinal);
        Assert.Equal(
            ["Reports: fails, drained", "Reports: hangs, drained", "Reports: is cancelled, drained", "Reports: reports, drained"],
            called[1..].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task R9_callback_is_called_again_after_a_signal_that_the_program_survived_unless_it_still_runs()
    {
        SkipSignalsOnWindows("SIGTERM");

        ProcessResult result = await _program.RunAsync("SIGTERM", "callbacks", "cancels-before");

        AssertHandled(400);
        Assert.Equal(2, result.Lines.Count(line => line == "Reports: reports, drained"));
        Assert.Equal(1, result.Lines.Count(line => line == "Reports: hangs, drained"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[Environment]::Exit(3)")]
    public async Task P4_what_waits_in_a_buffer_is_delivered_when_the_process_ends(string end)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            ProcessResult result = await HostProgram.RunScriptAsync(
                $$"""
                param($Tests, $Path)
                $null = [Reflection.Assembly]::LoadFrom($Tests)
                [Telemetry.Tests.Hosting.LateHandler]::Attach('job.done', $Path)
                foreach ($i in 1..500) { Invoke-TelemetryEvent job.done $i }
                [IO.File]::Exists($Path)
                {{end}}
                """,
                typeof(ProcessEndTests).Assembly.Location,
                path);

            Assert.Equal((string.Empty, "False"), (result.Error, Assert.Single(result.Lines)));
            Assert.Equal(end.Length == 0 ? 0 : 3, result.ExitCode);
            Assert.Equal(
                Enumerable.Range(1, 500).Select(i => $"{i}").Append("end"),
                await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task R9_no_emit_starts_a_script_when_the_process_has_drained()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            ProcessResult result = await HostProgram.RunScriptAsync(
                """
                param($Tests, $Path)
                $null = [Reflection.Assembly]::LoadFrom($Tests)
                Register-TelemetryHandler late job.late -Config $Path -ScriptBlock {
                    param($EventName, $Measurements, $Metadata, $Path)
                    [IO.File]::AppendAllText($Path, "$($Metadata.when)`n")
                }
                Invoke-TelemetryEvent job.late -Metadata @{ when = 'before' }
                [Telemetry.Tests.Hosting.LateEmitter]::EmitAtProcessExit('job.late')
                [Environment]::Exit(3)
                """,
                typeof(ProcessEndTests).Assembly.Location,
                path);

            Assert.Equal((string.Empty, 3), (result.Error, result.ExitCode));
            Assert.Equal(["before"], await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void SkipSignalsOnWindows(string end) =>
        Assert.SkipWhen(
            OperatingSystem.IsWindows() && end.StartsWith("SIG", StringComparison.Ordinal), "Windows has no signals to send.");

    private void AssertHandled(int count) => Assert.Equal(Enumerable.Range(1, count), _program.Handled);
}
