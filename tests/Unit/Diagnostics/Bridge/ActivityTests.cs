using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Activities of a library as events.</summary>
public sealed class ActivityTests : IDisposable
{
    private readonly BridgeOfATest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void B1_source_is_listened_to_only_while_a_handler_matches()
    {
        using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        Assert.False(_test.Library.HasListeners());

        _test.Dispatcher.Attach("handler", _test.Root + ".load.stop", _test.Events.Handle);
        Assert.True(_test.Library.HasListeners());
        Assert.True(source.IsListening);

        _test.Dispatcher.Detach("handler");
        Assert.False(_test.Library.HasListeners());
        Assert.False(source.IsListening);
    }

    [Fact]
    public void B1_operation_without_handler_is_not_created()
    {
        using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        _test.Dispatcher.Attach("handler", _test.Root + ".load.stop", _test.Events.Handle);

        Assert.Null(_test.Library.StartActivity("Save"));
        using Activity? load = _test.Library.StartActivity("Load");
        Assert.NotNull(load);
    }

    [Fact]
    public void B1_metric_makes_the_source_listen()
    {
        using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        using var registry = new Telemetry.Metrics.MetricRegistry(_test.Dispatcher);
        Telemetry.Metrics.Metric metric = registry.Add(
            new(_test.Root + ".load.stop.duration", Telemetry.Metrics.MetricType.Summary) { Unit = "second" });

        _test.Library.StartActivity("Load")!.Dispose();

        Assert.Equal(1, metric.Recorded);
        Assert.Equal(1, source.Emitted);
    }

    [Fact]
    public void B2_activity_becomes_start_and_stop_with_typed_tags()
    {
        _test.Record();
        using (Activity activity = _test.Library.StartActivity("Load", ActivityKind.Producer)!)
        {
            activity.DisplayName = "Load order 17";
            activity.SetTag("size", 17).SetTag("cached", true).SetTag("rate", 0.5).SetTag("route", "/orders");
        }

        Assert.Equal([_test.Root + ".load.start", _test.Root + ".load.stop"], _test.Events.Names);
        EventRecord stop = _test.Events.Records[1];
        Assert.Equal(17, stop.Metadata["size"].ToObject());
        Assert.Equal(true, stop.Metadata["cached"].ToObject());
        Assert.Equal(0.5, stop.Metadata["rate"].ToObject());
        Assert.Equal("/orders", stop.Metadata["route"].ToObject());
        Assert.Equal("producer", stop.Metadata["kind"].ToObject());
        Assert.Equal("unset", stop.Metadata["status"].ToObject());
        Assert.IsType<TimeSpan>(stop.Measurements["duration"].ToObject());
        Assert.IsType<TimeSpan>(stop.Measurements["monotonic_time"].ToObject());
        Assert.Equal(DateTimeKind.Utc, Assert.IsType<DateTime>(_test.Events.Records[0].Measurements["system_time"].ToObject()).Kind);
    }

    [Fact]
    public void B2_events_carry_the_ids_of_the_activity_and_its_parent()
    {
        _test.Record();
        using var parent = new Activity("parent").Start();
        Activity child = _test.Library.StartActivity("Load")!;
        child.Stop();

        Assert.All(_test.Events.Records, record =>
        {
            Assert.Equal(child.TraceId.ToHexString(), record.Metadata["trace_id"].ToObject());
            Assert.Equal(child.SpanId.ToHexString(), record.Metadata["span_id"].ToObject());
            Assert.Equal(parent.SpanId.ToHexString(), record.Metadata["parent_span_id"].ToObject());
        });
        Assert.Equal(parent.TraceId, child.TraceId);
    }

    [Fact]
    public void B2_root_has_no_parent()
    {
        _test.Record();
        Activity.Current = null;
        _test.Library.StartActivity("Load")!.Stop();

        Assert.False(_test.Events.Records[0].Metadata.ContainsKey("parent_span_id"));
    }

    [Fact]
    public void B2_ids_of_the_hierarchical_format_are_those_of_the_activity()
    {
        _test.Record();
        using Activity parent = new Activity("parent").SetIdFormat(ActivityIdFormat.Hierarchical).Start();
        Activity child = _test.Library.CreateActivity("Load", ActivityKind.Internal, parent.Id, idFormat: ActivityIdFormat.Hierarchical)!;
        child.Start().Stop();

        EventRecord stop = _test.Events.Records[1];
        Assert.Equal(child.RootId, stop.Metadata["trace_id"].ToObject());
        Assert.Equal(child.Id, stop.Metadata["span_id"].ToObject());
        Assert.Equal(parent.Id, stop.Metadata["parent_span_id"].ToObject());
    }

    [Fact]
    public void B2_exception_event_makes_the_end_an_exception()
    {
        _test.Record();
        using (Activity activity = _test.Library.StartActivity("Load")!)
        {
            activity.AddException(new InvalidOperationException("No such order."));
            activity.SetStatus(ActivityStatusCode.Error, "failed");
        }

        Assert.Equal([_test.Root + ".load.start", _test.Root + ".load.exception"], _test.Events.Names);
        EventRecord end = _test.Events.Records[1];
        Assert.Equal("System.InvalidOperationException", end.Metadata["exception.type"].ToObject());
        Assert.Equal("No such order.", end.Metadata["exception.message"].ToObject());
        Assert.Equal("error", end.Metadata["status"].ToObject());
        Assert.Equal("failed", end.Metadata["status_description"].ToObject());
    }

    [Fact]
    public void B2_error_without_an_exception_event_stays_a_stop()
    {
        _test.Record();
        using (Activity activity = _test.Library.StartActivity("Load")!)
        {
            activity.AddEvent(new ActivityEvent("retry")).SetStatus(ActivityStatusCode.Error);
        }

        Assert.Equal(_test.Root + ".load.stop", _test.Events.Names[1]);
    }

    [Fact]
    public void B2_name_of_the_source_is_not_repeated_and_odd_characters_are_replaced()
    {
        TelemetrySource source = _test.Record();
        _test.Library.StartActivity(_test.Library.Name + ".Load")!.Stop();
        _test.Library.StartActivity("GET /orders/{id}?*")!.Stop();
        _test.Library.StartActivity("..")!.Stop();
        _test.Library.StartActivity(string.Empty)!.Stop();

        Assert.Equal(
            [_test.Root + ".load.stop", _test.Root + ".get__orders__id___.stop", _test.Root + "._.stop", _test.Root + "._.stop"],
            _test.Events.Names.Where(name => name.EndsWith(".stop", StringComparison.Ordinal)));
        Assert.Empty(source.Dropped);
    }

    [Fact]
    public void B2_names_beyond_the_limit_share_one_and_are_counted()
    {
        TelemetrySource source = _test.Record();
        for (int i = 0; i < 250; i++)
        {
            _test.Library.StartActivity($"Load{i}")!.Stop();
        }

        string[] names = [.. _test.Events.Names.Where(name => name.EndsWith(".stop", StringComparison.Ordinal))];
        Assert.Equal(250, names.Length);
        Assert.Equal(201, names.Distinct().Count());
        Assert.Equal(50, names.Count(name => name == _test.Root + ".(other).stop"));
        Assert.True(source.Dropped[SourceProblem.TooManyNames] >= 50);
    }

    [Fact]
    public void B2_prefix_precedes_all_names()
    {
        TelemetrySource source = _test.Record(new() { Prefix = "outgoing.calls" });
        _test.Library.StartActivity("Load")!.Stop();

        Assert.Equal(
            [$"outgoing.calls.{_test.Root}.load.start", $"outgoing.calls.{_test.Root}.load.stop"], _test.Events.Names);
        Assert.Equal("outgoing.calls", source.Prefix);
        Assert.Contains($"outgoing.calls.{_test.Root}.load.stop", source.EventNames);
    }

    [Fact]
    public void B5_other_listeners_keep_their_decisions()
    {
        _test.Record();
        Activity? seen = null;
        using var other = new ActivityListener
        {
            ShouldListenTo = source => source == _test.Library,
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = activity => seen = activity,
        };
        ActivitySource.AddActivityListener(other);

        using Activity activity = _test.Library.StartActivity("Load")!;

        Assert.Same(activity, seen);
        Assert.False(activity.Recorded);
        Assert.Equal(ActivityTraceFlags.None, activity.ActivityTraceFlags);
    }

    [Fact]
    public void B5_recording_of_others_is_kept()
    {
        _test.Record();
        using var other = new ActivityListener
        {
            ShouldListenTo = source => source == _test.Library,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(other);

        using Activity activity = _test.Library.StartActivity("Load")!;

        Assert.True(activity.Recorded);
    }

    [Fact]
    public void B5_activity_that_others_alone_wanted_becomes_no_event()
    {
        using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        _test.Dispatcher.Attach("handler", _test.Root + ".load.stop", _test.Events.Handle);
        using var other = new ActivityListener
        {
            ShouldListenTo = listened => listened == _test.Library,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(other);

        _test.Library.StartActivity("Save")!.Stop();

        Assert.Equal(0, source.Emitted);
        Assert.Empty(source.Dropped);
    }
}
