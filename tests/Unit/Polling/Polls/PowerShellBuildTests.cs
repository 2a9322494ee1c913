using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

/// <summary>The build for netstandard2.0, which PowerShell loads.</summary>
[Trait("Category", "Slow")]
[Collection(RunsAlone.Name)]
public sealed class PowerShellBuildTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly string s_folder = Repository.PathOf("src", "Telemetry.Polling", "bin", Configuration, "netstandard2.0");

    [Fact]
    public async Task P4_runtime_and_process_have_all_figures_there()
    {
        const string Script =
            """
            [GC]::Collect()
            $recorder = [Telemetry.EventRecorder]::Start([Telemetry.TelemetryDispatcher]::Default, [string[]]'*')
            foreach ($name in [Telemetry.Polling.BuiltInPolls]::Names) {
                $options = [Telemetry.Polling.PollOptions]@{ InitialDelay = '01:00:00' }
                $poll = [Telemetry.Polling.BuiltInPolls]::AddBuiltIn([Telemetry.Polling.Poller]::Default, $name, $options)
                if (-not $poll.RunAsync([TimeSpan]::FromSeconds(30)).Result) { $poll.LastError }
                if (-not $poll.RunAsync([TimeSpan]::FromSeconds(30)).Result) { $poll.LastError }
            }
            foreach ($event in $recorder.Records) {
                if (@($event.Measurements.Values.Where{ ($_ -is [timespan] ? $_.Ticks : $_) -lt 0 })) { "negative: $($event.EventName)" }
            }
            $recorder.Records.Where{ $_.EventName -eq 'process' -or $_.Measurements.ContainsKey('percent') -or
                $_.EventName -match 'gc|memory|pool' } |
                ForEach-Object { "$($_.EventName): $($_.Measurements.Keys)" } | Sort-Object -Unique
            [Environment]::Exit(0)
            """;

        Assert.Equal(
            (0,
            """
            process: uptime threads handles working_set private_bytes
            vm.cpu: user system percent
            vm.gc: gen0_collections gen1_collections gen2_collections allocated pause_time pause_percent
            vm.memory: total working_set gc_heap gc_fragmented gc_committed gc_available
            vm.thread_pool: threads queue completed lock_contentions timers
            """.ReplaceLineEndings("\n")),
            await RunAsync(Script));
    }

    /// <summary>The end begins while a poll is under way that does not end, and others are due all the time.</summary>
    [Fact]
    public async Task R9_P5_no_poll_starts_at_the_end_of_the_process_which_waits_for_one_second()
    {
        const string Script =
            """
            $references = "$folder/Telemetry.Polling.dll", "$folder/Telemetry.Core.dll", 'netstandard', 'System.Runtime',
                'System.Threading', 'System.Console', 'System.Threading.Thread', 'System.Diagnostics.Process'
            Add-Type -ReferencedAssemblies $references -TypeDefinition @'
            using System;
            using System.Diagnostics;
            using System.Threading;
            using Telemetry;
            using Telemetry.Polling;

            public static class Ending
            {
                static readonly ManualResetEventSlim s_inside = new ManualResetEventSlim();
                static int s_began;
                static int s_late;
                static bool s_isOver;

                public static void Start()
                {
                    var often = new PollOptions { Interval = TimeSpan.FromMilliseconds(10) };
                    for (int i = 0; i < 4; i++)
                    {
                        new Poller().Add("often", context => { s_began++;
                            if (Volatile.Read(ref s_isOver)) Interlocked.Increment(ref s_late); }, often);
                    }

                    new Poller().Add("hung", context => { s_inside.Set(); Thread.Sleep(Timeout.Infinite); }, often);
                    Poll onCollect = Poller.Default.Add("collect", context => { Interlocked.Increment(ref s_late); },
                        new PollOptions { OnCollect = true });
                    s_inside.Wait();
                    var passed = new Stopwatch();

                    // Called at the same time as the one of the polls, which comes before the last stage.
                    ProcessEnd.Register(ProcessEndStage.Queues, TimeSpan.FromSeconds(5), token => passed.Start());
                    ProcessEnd.Register(ProcessEndStage.Reports, TimeSpan.FromSeconds(5), token =>
                    {
                        TimeSpan waited = passed.Elapsed;
                        Volatile.Write(ref s_isOver, true);
                        Poller.Default.RunOnCollect();
                        bool ran = onCollect.RunAsync(TimeSpan.FromSeconds(1)).Result;
                        Thread.Sleep(200);
                        Console.WriteLine("began: " + (s_began > 0) + ", late: " + s_late + ", ran: " + ran
                            + ", less than 4 s: " + (waited < TimeSpan.FromSeconds(4)));
                    });
                }
            }
            '@
            [Ending]::Start()
            [Environment]::Exit(3)
            """;

        Assert.Equal((3, "began: True, late: 0, ran: False, less than 4 s: True"), await RunAsync(Script));
    }

    /// <summary>All threads of the pool are blocked, as they may be when the figures of the pool matter most.</summary>
    [Fact]
    public async Task P2_polls_go_on_while_all_threads_of_the_pool_are_blocked()
    {
        const string Script =
            """
            $null = [Threading.ThreadPool]::SetMinThreads(2, 2)
            $null = [Threading.ThreadPool]::SetMaxThreads(2, 2)
            $never = [Threading.ManualResetEvent]::new($false)
            $block = [Func[bool]]$never.WaitOne
            foreach ($i in 1..20) { $null = [Threading.Tasks.Task]::Run($block) }
            $options = [Telemetry.Polling.PollOptions]@{ OnCollect = $true }
            $poll = [Telemetry.Polling.BuiltInPolls]::AddBuiltIn([Telemetry.Polling.Poller]::Default, 'Runtime', $options)
            [Telemetry.Polling.Poller]::Default.RunOnCollect([TimeSpan]::FromSeconds(30))
            $poll.Runs
            $poll.RemoveAsync([TimeSpan]::FromSeconds(30)).Result
            [Environment]::Exit(0)
            """;

        Assert.Equal((0, "1\nTrue"), await RunAsync(Script));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string script)
    {
        ProcessResult run = await PowerShellProgram.RunAsync(
            "-Command",
            $"""
            $ErrorActionPreference = 'Stop'
            $folder = '{s_folder}'
            Add-Type -Path "$folder/Telemetry.Core.dll", "$folder/Telemetry.Polling.dll"
            {script}
            """);
        return (run.ExitCode, (run.Output + run.Error).Trim().ReplaceLineEndings("\n"));
    }
}
