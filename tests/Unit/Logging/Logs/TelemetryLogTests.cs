using Telemetry.Logging;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Logging;

/// <summary>The life of a log: start, names, replacement, flush and stop.</summary>
public sealed class TelemetryLogTests
{
    [Fact]
    public void Log_has_the_name_of_its_file_and_others_get_a_number()
    {
        using var log = new LogOfATest(path: Path.Combine(Path.GetTempPath(), $"telemetry-{Guid.NewGuid():N}.jsonl"));
        using TelemetryLog second = log.Create(null);
        second.Start();

        Assert.StartsWith("telemetry-", log.Log.Name);
        Assert.Equal($"{log.Log.Name}-2", second.Name);
        Assert.Contains(second, TelemetryLog.List());
        second.Dispose();
        Assert.DoesNotContain(second, TelemetryLog.List());
        File.Delete(log.Path);
    }

    [Fact]
    public void Name_that_is_taken_is_refused_and_the_first_log_goes_on()
    {
        using var log = new LogOfATest(options => options.Name = "taken");

        LogException error = Assert.Throws<LogException>(() => log.Create(options => options.Name = "TAKEN").Start());

        Assert.Equal(LogErrorKind.LogAlreadyExists, error.Kind);
        Assert.NotEmpty(log.LineOf([], []));
    }

    [Fact]
    public void Replacing_a_log_misses_no_event_and_logs_none_twice()
    {
        using var log = new LogOfATest(options => options.Name = "replaced");
        TelemetryLog last = log.Log;
        int emitted = 0;
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 20; i++)
                {
                    TelemetryLog next = log.Create(options => (options.Name, options.Replaces) = ("replaced", true));
                    next.Start();
                    Assert.Equal(TelemetryLogState.Stopped, last.State);
                    last = next;
                }
            },
            () => log.Dispatcher.Execute("job.done", Interlocked.Increment(ref emitted)));

        last.Dispose();
        Assert.Equal(emitted, log.Lines().Length);
        Assert.Equal(emitted, log.Lines().Distinct().Count());
    }

    [Fact]
    public async Task Stopped_log_has_written_all_and_logs_no_more()
    {
        using var log = new LogOfATest();
        for (int i = 0; i < 1000; i++)
        {
            log.Dispatcher.Execute("job.done", i);
        }

        Assert.True(await log.Log.StopAsync(Threads.Patience));
        log.Dispatcher.Execute("job.done", 1000);

        Assert.Equal(1000, log.Lines().Length);
        Assert.Equal((1000, 0, 0), (log.Log.Written, log.Log.Waiting, log.Log.Dropped));
        Assert.Equal(new FileInfo(log.Path).Length, log.Log.Bytes);
        Assert.Empty(log.Dispatcher.List());
        Assert.True(await log.Log.StopAsync(TimeSpan.Zero));
    }

    [Fact]
    public void Lines_are_written_soon_without_a_flush()
    {
        using var log = new LogOfATest();
        log.Dispatcher.Execute("job.done", 1);

        Assert.True(SpinWait.SpinUntil(() => log.Log.Written == 1, Threads.Patience));
        Assert.Single(log.Lines());
    }

    [Fact]
    public async Task Log_of_its_own_events_ends()
    {
        using var log = new LogOfATest(options => (options.Events, options.MaxSize) = (["*", "telemetry.*"], 1024));
        for (int i = 0; i < 100; i++)
        {
            log.Dispatcher.Execute("job.done", i);
        }

        Assert.True(await log.Log.StopAsync(Threads.Patience));
        Assert.Contains(log.AllLines(), line => line.Contains("telemetry.log.rotation"));
        Assert.Equal(100, log.AllLines().Count(line => line.Contains("job.done")));
    }

    public static TheoryData<Action<TelemetryLogOptions>, LogErrorKind, string> Invalid => new()
    {
        { options => options.Events = [], LogErrorKind.InvalidEventName, "no event to log" },
        { options => options.Events = ["a b"], LogErrorKind.InvalidEventName, "'a b'" },
        { options => options.Path = " ", LogErrorKind.InvalidPath, "is empty" },
        { options => options.Path = Path.GetTempPath(), LogErrorKind.InvalidPath, "it is a folder" },
        { options => options.Path = "/telemetry-nix/a.log", LogErrorKind.InvalidPath, "does not exist" },
        { options => options.MaxSize = 1023, LogErrorKind.InvalidOption, "Use 1024 bytes or more" },
        { options => options.Keep = 3, LogErrorKind.InvalidOption, "needs a rotation" },
        { options => (options.Daily, options.Keep) = (true, 0), LogErrorKind.InvalidOption, "Use 1 or more" },
        { options => options.MaxMemory = 1, LogErrorKind.InvalidOption, "Use 65536 bytes or more" },
        { options => options.Name = " ", LogErrorKind.InvalidOption, "is blank" },
        { options => options.Format = (LogFormat)9, LogErrorKind.InvalidOption, "Use Json, Logfmt or Text" },
        { options => (options.Format, options.Template) = (LogFormat.Json, "{name}"), LogErrorKind.InvalidOption, "Remove one" },
        { options => options.Redact = [""], LogErrorKind.InvalidOption, "is blank" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_option_is_refused(Action<TelemetryLogOptions> change, LogErrorKind kind, string problem)
    {
        var options = new TelemetryLogOptions { Path = Path.Combine(Path.GetTempPath(), "telemetry-none.log"), Events = ["a"] };
        change(options);

        LogException error = Assert.Throws<LogException>(() => new TelemetryLog(options));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(problem, error.Message);
        Assert.False(File.Exists(options.Path));
    }
}
