using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The work of handlers inside the call of a library.</summary>
public sealed class HandlerWorkTests : IDisposable
{
    private readonly BridgeOfATest _test = new();

    public void Dispose() => _test.Dispose();

    private int Stops => _test.Events.Names.Count(name => name.EndsWith(".stop", StringComparison.Ordinal));

    [Fact]
    public void B4_exception_of_a_handler_does_not_reach_the_library()
    {
        _test.Record();
        _test.Dispatcher.Attach("failing", _test.Root + ".load.start", (in _, _) => throw new InvalidOperationException());
        _test.Library.StartActivity("Load")!.Stop();

        Assert.Equal(1, Stops);
        Assert.DoesNotContain(_test.Dispatcher.List(), handler => handler.Id == "failing");
    }

    [Fact]
    public void B4_exception_of_the_host_does_not_reach_the_library()
    {
        using IDisposable rule = _test.Dispatcher.AddPassThrough(e => e is OperationCanceledException);
        TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        _test.Dispatcher.Attach("stopped", EventPattern.Parse("*"), (in _, _) => throw new OperationCanceledException());
        _test.Library.StartActivity("Load")!.Stop();

        Assert.Equal(2, source.Dropped[SourceProblem.EmitFailed]);
        Assert.Contains("OperationCanceledException", source.LastProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void B4_work_of_a_handler_through_the_same_source_is_suppressed_and_counted()
    {
        TelemetrySource source = _test.Record();
        _test.Dispatcher.Attach("calling", _test.Root + ".load.stop", (in _, _) => Assert.Null(_test.Library.StartActivity("Log")));
        _test.Library.StartActivity("Load")!.Stop();

        Assert.Equal(1, Stops);
        Assert.Equal(1, source.Suppressed);
        Assert.Equal(2, source.Emitted);
    }

    [Fact]
    public async Task B4_suppression_follows_the_work_of_a_handler_and_ends_with_its_call_for_the_library()
    {
        TelemetrySource source = _test.Record();
        Task? work = null;
        _test.Dispatcher.Attach("calling", _test.Root + ".load.stop", (in _, _) => work ??= Task.Run(async () =>
        {
            await Task.Yield();
            using Activity? log = _test.Library.StartActivity("Log");
        }));
        _test.Library.StartActivity("Load")!.Stop();
        await work!;
        Assert.Equal(1, source.Suppressed);

        _test.Library.StartActivity("Load")!.Stop();
        await Task.Run(() => _test.Library.StartActivity("Load")!.Stop(), TestContext.Current.CancellationToken);

        Assert.Equal(3, Stops);
        Assert.Equal(1, source.Suppressed);
    }

    [Fact]
    public void B4_work_of_a_buffered_handler_is_suppressed_and_counted()
    {
        TelemetrySource source = _test.Record();
        using var done = new ManualResetEventSlim();
        _test.Dispatcher.Attach(
            "calling",
            _test.Root + ".load.stop",
            (in _, _) =>
            {
                _test.Library.StartActivity("Log")?.Stop();
                done.Set();
            },
            options: new() { Buffer = new() });
        _test.Library.StartActivity("Load")!.Stop();

        Assert.True(done.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, Stops);
        Assert.Equal(1, source.Suppressed);
    }

    [Fact]
    public void B4_work_of_a_handler_that_others_sampled_gives_no_event_either()
    {
        TelemetrySource source = _test.Record();
        using var other = new ActivityListener
        {
            ShouldListenTo = listened => listened == _test.Library,
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(other);
        Activity? log = null;
        _test.Dispatcher.Attach("calling", _test.Root + ".load.start", (in _, _) => log = _test.Library.StartActivity("Log"));
        _test.Library.StartActivity("Load")!.Stop();
        log!.Stop();

        Assert.Equal(1, Stops);
        Assert.Equal(1, source.Suppressed);
        Assert.Empty(source.Dropped);
    }

    [Fact]
    public void B4_work_of_a_handler_through_another_source_becomes_events_until_it_returns_to_the_first()
    {
        using var other = new BridgeOfATest();
        TelemetrySource first = _test.Record();
        TelemetrySource second = _test.Bridge.Enable(other.Library.Name, SourceKind.Activity);
        _test.Dispatcher.Attach("first", _test.Root + ".load.stop", (in _, _) => other.Library.StartActivity("Query")!.Stop());
        _test.Dispatcher.Attach("second", other.Root + ".query.stop", (in _, _) => Assert.Null(_test.Library.StartActivity("Load")));
        _test.Library.StartActivity("Load")!.Stop();

        Assert.Equal(2, Stops);
        Assert.Equal(1, first.Suppressed);
        Assert.Equal(0, second.Suppressed);
    }

    [Fact]
    public void B4_activity_that_a_handler_leaves_open_is_not_the_current_one_of_the_library()
    {
        _test.Record();
        using var source = new ActivitySource("Left." + _test.Library.Name);
        using var other = new ActivityListener
        {
            ShouldListenTo = listened => listened == source,
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(other);
        _test.Dispatcher.Attach("leaving", _test.Root + ".load.start", (in _, _) => source.StartActivity("Left"));
        Activity.Current = null;
        Activity activity = _test.Library.StartActivity("Load")!;
        Assert.Same(activity, Activity.Current);
        activity.Stop();

        Assert.Null(Activity.Current);
    }

    [Fact]
    public void B4_suppression_ends_in_a_flow_that_is_suppressed()
    {
        TelemetrySource source = _test.Record();
        using (ExecutionContext.SuppressFlow())
        {
            _test.Library.StartActivity("Load")!.Stop();
            _test.Library.StartActivity("Load")!.Stop();
        }

        Assert.Equal(2, Stops);
        Assert.Equal(0, source.Suppressed);
    }
}
