using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Polling;

public sealed class BuiltInPollTests : IDisposable
{
    private readonly PollsOfATest _test = new();
    private readonly EventRecorder _recorder;

    public BuiltInPollTests()
    {
        _recorder = EventRecorder.Start(_test.Dispatcher, "*");
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _test.Dispose();
    }

    [Fact]
    public void P4_runtime_emits_its_figures_under_the_names_that_are_documented()
    {
        GC.Collect();
        Poll poll = _test.Poller.AddBuiltIn("runtime", PollsOfATest.OnRequest);
        Assert.True(PollsOfATest.Run(poll));
        Assert.True(PollsOfATest.Run(poll));

        Assert.Equal(("Runtime", 8), (poll.Name, poll.Emitted));
        Assert.Equal(
            [
                "vm.memory: total working_set gc_heap gc_fragmented gc_committed gc_available",
                "vm.gc: gen0_collections gen1_collections gen2_collections allocated pause_time pause_percent",
                "vm.cpu: user system percent",
                "vm.thread_pool: threads queue completed lock_contentions timers",
            ],
            _recorder.Records.Skip(4).Select(record => $"{record.EventName}: {string.Join(' ', record.Measurements.Keys)}"));
        Assert.DoesNotContain("percent", _recorder.Records[2].Measurements.Keys);
        Assert.All(_recorder.Records, record => Assert.Empty(record.Metadata));
    }

    [Fact]
    public void P4_figures_of_the_runtime_are_those_of_this_process()
    {
        GC.Collect();
        PollsOfATest.Run(_test.Poller.AddBuiltIn("Runtime", PollsOfATest.OnRequest));
        using var process = System.Diagnostics.Process.GetCurrentProcess();

        Assert.InRange(Number("vm.memory", "total"), 1e5, GC.GetTotalMemory(false) * 10.0);
        Assert.InRange(Number("vm.memory", "working_set"), process.WorkingSet64 / 2.0, process.WorkingSet64 * 2.0);
        Assert.InRange(Number("vm.memory", "gc_committed"), Number("vm.memory", "gc_heap") / 2, process.WorkingSet64 * 4.0);
        Assert.InRange(Number("vm.gc", "gen0_collections"), Number("vm.gc", "gen1_collections"), GC.CollectionCount(0));
        Assert.InRange(Number("vm.gc", "gen2_collections"), 1, GC.CollectionCount(2));
        Assert.InRange(Number("vm.gc", "allocated"), 1, GC.GetTotalAllocatedBytes());
        Assert.InRange(Number("vm.gc", "pause_time"), 1, GC.GetTotalPauseDuration().Ticks);
        Assert.InRange(Number("vm.cpu", "user"), process.UserProcessorTime.Ticks / 2.0, process.UserProcessorTime.Ticks + 1e6);
        Assert.InRange(Number("vm.cpu", "system"), 1, process.PrivilegedProcessorTime.Ticks + 1e6);
        Assert.InRange(Number("vm.thread_pool", "completed"), 0, ThreadPool.CompletedWorkItemCount);
    }

    [Fact]
    public void P4_process_emits_its_figures_under_the_names_that_are_documented()
    {
        Poll poll = _test.Poller.AddBuiltIn("Process", PollsOfATest.OnRequest);
        Assert.True(PollsOfATest.Run(poll));
        using var process = System.Diagnostics.Process.GetCurrentProcess();

        Assert.Equal(
            ["process: uptime threads handles working_set private_bytes"],
            _recorder.Records.Select(record => $"{record.EventName}: {string.Join(' ', record.Measurements.Keys)}"));
        Assert.InRange(
            Number("process", "uptime"), 1, (DateTime.Now - process.StartTime + TimeSpan.FromMinutes(1)).Ticks);
        Assert.InRange(Number("process", "threads"), process.Threads.Count / 2.0, process.Threads.Count * 2.0);
        Assert.InRange(Number("process", "handles"), 1, 1e6);
        Assert.InRange(Number("process", "working_set"), process.WorkingSet64 / 2.0, process.WorkingSet64 * 2.0);
        Assert.InRange(Number("process", "private_bytes"), 1, 1e12);
    }

    [Fact]
    public void P4_built_in_poll_can_have_another_name_and_options_but_no_event_name()
    {
        PollOptions options = PollsOfATest.OnRequest;
        Poll poll = _test.Poller.AddBuiltIn("PROCESS", options, "mine");
        Assert.Equal(("mine", options.Interval), (poll.Name, poll.Interval));

        options.EventName = "a.b";
        PollException error = Assert.Throws<PollException>(() => _test.Poller.AddBuiltIn("Process", options));
        Assert.Equal((PollErrorKind.InvalidOption, "a.b"), (error.Kind, error.Target));
    }

    [Fact]
    public void P4_unknown_name_is_refused_with_those_that_there_are()
    {
        PollException error = Assert.Throws<PollException>(() => _test.Poller.AddBuiltIn("Runtim"));

        Assert.Equal(PollErrorKind.UnknownBuiltIn, error.Kind);
        Assert.All(BuiltInPolls.Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.Empty(_test.Poller.List());
    }

    private double Number(string eventName, string key)
    {
        object value = _recorder.Records.Last(record => record.EventName.ToString() == eventName).Measurements[key].ToObject()!;
        return value is TimeSpan time ? time.Ticks : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
