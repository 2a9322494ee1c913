using System.Diagnostics;
using System.Runtime.CompilerServices;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Each activity has exactly one end, whatever its library does.</summary>
public sealed class ActivityEndTests : IDisposable
{
    private readonly BridgeOfATest _test = new();

    public void Dispose() => _test.Dispose();

    private int Ends => _test.Events.Names.Count(name => !name.EndsWith(".start", StringComparison.Ordinal));

    [Fact]
    public void B2_activity_that_is_stopped_twice_ends_once()
    {
        _test.Record();
        Activity activity = _test.Library.StartActivity("Load")!;
        activity.Stop();
        activity.Stop();
        activity.Dispose();

        Assert.Equal(1, Ends);
    }

    [Fact]
    public void B2_activities_that_are_stopped_out_of_order_end_once_each()
    {
        TelemetrySource source = _test.Record();
        Activity outer = _test.Library.StartActivity("Outer")!;
        Activity inner = _test.Library.StartActivity("Inner")!;
        outer.Stop();
        inner.Stop();

        Assert.Equal(
            ["outer.start", "inner.start", "outer.stop", "inner.stop"],
            _test.Events.Names.Select(name => name[(_test.Root.Length + 1)..]));
        Assert.Empty(source.Dropped);
        Assert.Equal(4, source.Emitted);
    }

    [Fact]
    public void B2_activity_ends_on_another_thread()
    {
        _test.Record();
        Activity activity = _test.Library.StartActivity("Load")!;
        Threads.Run(1, _ => activity.Stop());

        Assert.Equal(1, Ends);
    }

    [Fact]
    public void B2_activity_that_started_before_a_handler_is_counted()
    {
        using var other = new ActivityListener
        {
            ShouldListenTo = source => source == _test.Library,
            Sample = (ref _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(other);
        Activity activity = _test.Library.StartActivity("Load")!;
        TelemetrySource source = _test.Record();
        activity.Stop();

        Assert.Equal(0, _test.Events.Count);
        Assert.Equal(1, source.Dropped[SourceProblem.StartNotSeen]);
        Assert.NotNull(source.LastProblem);
    }

    [Fact]
    public void B2_activity_that_outlives_the_handlers_is_counted()
    {
        TelemetrySource source = _test.Record();
        Activity activity = _test.Library.StartActivity("Load")!;
        _test.Dispatcher.Detach("recorder");
        _test.Dispatcher.Attach("recorder", EventPattern.Parse("*"), _test.Events.Handle);
        activity.Stop();

        Assert.Equal(0, Ends);
        Assert.Equal(1, source.Dropped[SourceProblem.EndNotSeen]);
        Assert.False(source.Dropped.ContainsKey(SourceProblem.StartNotSeen));
    }

    [Fact]
    public void B2_activity_that_never_stops_is_not_kept()
    {
        _test.Record();
        Assert.True(Garbage.Collects(StartAndForget()));
    }

    [Fact]
    public void B1_disabled_source_gives_no_event()
    {
        TelemetrySource source = _test.Record();
        Activity activity = _test.Library.StartActivity("Load")!;
        source.Dispose();
        source.Dispose();
        activity.Stop();

        Assert.Equal([_test.Root + ".load.start"], _test.Events.Names);
        Assert.Equal(1, source.Dropped[SourceProblem.EndNotSeen]);
        Assert.False(_test.Library.HasListeners());
        Assert.Empty(_test.Bridge.List());
    }

    [Fact]
    public void B4_handler_may_disable_its_source()
    {
        TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        _test.Dispatcher.Attach("handler", EventPattern.Parse("*"), (in data, _) =>
        {
            _test.Events.Handle(data, null);
            source.Dispose();
        });
        using (Activity activity = _test.Library.StartActivity("Load")!)
        {
            Assert.False(_test.Library.HasListeners());
        }

        Assert.Equal([_test.Root + ".load.start"], _test.Events.Names);
        Assert.Equal(1, source.Dropped[SourceProblem.EndNotSeen]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference StartAndForget()
    {
        Activity activity = _test.Library.StartActivity("Load")!;
        Activity.Current = null;
        return new WeakReference(activity);
    }
}
