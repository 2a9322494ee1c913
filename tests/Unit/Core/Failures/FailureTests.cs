using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class FailureTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private readonly EventName _failure = TelemetryDispatcher.FailureEventName;

    [Fact]
    public void C22_failing_handler_is_detached_from_all_its_events_and_the_others_still_run()
    {
        var calls = new List<string>();
        _dispatcher.Attach("before", "a", Handlers.Writes(calls, "before"));
        HandlerRegistration failing = _dispatcher.AttachMany("failing", ["a", "b"], Handlers.Failing);
        _dispatcher.Attach("after", "a", Handlers.Writes(calls, "after"));

        _dispatcher.Execute("a");
        _dispatcher.Execute("a");

        Assert.Equal(["before", "after", "before", "after"], calls);
        Assert.Equal(["before", "after"], _dispatcher.Ids());
        Assert.False(_dispatcher.HasHandlers("b"));
        Assert.False(failing.IsAttached);
        Assert.False(_dispatcher.Detach("failing"));
    }

    [Fact]
    public void C22_failure_is_reported_by_the_event_then_to_the_host_then_the_other_handlers_run()
    {
        var steps = new List<string>();
        HandlerRegistration failing = _dispatcher.Attach("failing", "e", Handlers.Failing);
        _dispatcher.Attach("next", "e", Handlers.Writes(steps, "next handler"));
        _dispatcher.Attach("report", _failure, (in _, _) =>
            steps.Add($"failure event, attached: {failing.IsAttached}"));
        _dispatcher.HandlerFailed += (_, _) => steps.Add($"host, attached: {failing.IsAttached}");

        _dispatcher.Execute("e");

        Assert.Equal(["failure event, attached: False", "host, attached: False", "next handler"], steps);
    }

    [Fact]
    public void C22_every_kind_of_emit_survives_a_failing_handler_inside_a_handler()
    {
        _dispatcher.Attach("outer", "outer", (in _, _) => _dispatcher.Execute("inner"));
        _dispatcher.Attach("failing", "inner", Handlers.Failing);
        _dispatcher.Attach("report", _failure, _reports.Handle);

        _dispatcher.Execute("outer");

        Assert.Equal(["failing"], _reports.FailedIds);
        Assert.Equal(["outer", "report"], _dispatcher.Ids());
    }

    [Fact]
    public void C23_failure_event_says_who_failed_when_with_what_and_why()
    {
        var config = new object();
        var reason = new FormatException("boom");
        DateTime before = DateTime.UtcNow;
        _dispatcher.Attach("Failing", "Job.Done", (in _, _) => throw reason, config);
        _dispatcher.Attach("report", _failure, _reports.Handle);

        _dispatcher.Execute("job.done", [new("items", 3)], [new("queue", "mail")]);

        EventRecord report = _reports.Single();
        Assert.Equal("telemetry.handler.failure", report.EventName.ToString());
        Assert.Equal(["monotonic_time", "system_time"], report.Measurements.Keys);
        Assert.True(report.Measurements["monotonic_time"].TryGetTimeSpan(out _));
        Assert.True(report.Measurements["system_time"].TryGetDateTime(out DateTime time));
        Assert.InRange(time, before, DateTime.UtcNow);

        IReadOnlyDictionary<string, MetadataValue> metadata = report.Metadata;
        Assert.Equal(
            [
                "event_name", "handler_id", "handler_config", "kind", "reason", "stacktrace", "measurements", "metadata", "failures",
                "detached",
            ],
            metadata.Keys);
        Assert.Equal("Job.Done", metadata["event_name"].ToObject());
        Assert.Equal("Failing", metadata["handler_id"].ToObject());
        Assert.Same(config, metadata["handler_config"].ToObject());
        Assert.Equal("System.FormatException", metadata["kind"].ToObject());
        Assert.Same(reason, metadata["reason"].ToObject());
        Assert.Contains(nameof(FailureTests), metadata["stacktrace"].ToString(), StringComparison.Ordinal);
        var measurements = Assert.IsAssignableFrom<IReadOnlyDictionary<string, MeasurementValue>>(metadata["measurements"].ToObject());
        Assert.Equal(3, measurements["items"]);
        var details = Assert.IsAssignableFrom<IReadOnlyDictionary<string, MetadataValue>>(metadata["metadata"].ToObject());
        Assert.Equal("mail", details["queue"]);
        Assert.Equal(1, metadata["failures"]);
        Assert.Equal(true, metadata["detached"]);
    }

    [Fact]
    public void C23_monotonic_time_never_goes_back()
    {
        _dispatcher.Attach("report", _failure, _reports.Handle);
        for (int i = 0; i < 100; i++)
        {
            _dispatcher.Attach("failing", "e", Handlers.Failing);
            _dispatcher.Execute("e");
        }

        TimeSpan[] times =
            [.. _reports.Records.Select(record => (TimeSpan)record.Measurements["monotonic_time"].ToObject())];
        Assert.Equal(100, times.Length);
        Assert.Equal(times.Order(), times);
        Assert.True(times[0] < times[^1]);
    }

    [Fact]
    public void C24_failed_handler_is_unlisted_before_the_failure_event()
    {
        var seen = new List<string>();
        _dispatcher.AttachMany("failing", ["a", "b"], Handlers.Failing);
        _dispatcher.Attach("report", _failure, (in _, _) =>
        {
            seen.AddRange(_dispatcher.Ids());
            seen.Add($"{_dispatcher.TryGetHandler("failing", out HandlerRegistration? _)}");
            seen.Add($"{_dispatcher.HasHandlers("a")}, {_dispatcher.HasHandlers("b")}");
        });

        _dispatcher.Execute("a");

        Assert.Equal(["report", "False", "False, False"], seen);
    }

    [Fact]
    public void C24_failed_handler_can_be_attached_anew_by_a_handler_of_the_failure_event()
    {
        var calls = new List<string>();
        _dispatcher.Attach("failing", "e", Handlers.Failing);
        _dispatcher.Attach("report", _failure, (in _, _) =>
            _dispatcher.Attach("failing", "e", Handlers.Writes(calls, "new")));

        _dispatcher.Execute("e");
        Assert.Empty(calls);
        _dispatcher.Execute("e");

        Assert.Equal(["new"], calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void C25_failing_handler_of_the_failure_event_is_reported_to_those_left(bool failingFirst)
    {
        if (failingFirst)
        {
            _dispatcher.Attach("bad-report", _failure, Handlers.Failing);
        }

        _dispatcher.Attach("report", _failure, _reports.Handle);
        if (!failingFirst)
        {
            _dispatcher.Attach("bad-report", _failure, Handlers.Failing);
        }

        _dispatcher.Attach("failing", "e", Handlers.Failing);

        _dispatcher.Execute("e");

        Assert.Equal(["failing", "bad-report"], _reports.FailedIds);
        Assert.Equal("telemetry.handler.failure", _reports.Records[1].Metadata["event_name"].ToString());
        Assert.Equal(["report"], _dispatcher.Ids());
    }

    [Fact]
    public void C25_only_handler_of_the_failure_event_may_fail_too()
    {
        var failures = new List<string>();
        _dispatcher.HandlerFailed += (_, failure) => failures.Add(failure.Handler.Id);
        _dispatcher.Attach("bad-report", _failure, Handlers.Failing);
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        _dispatcher.Execute("e");

        Assert.Equal(["failing", "bad-report"], failures);
        Assert.Empty(_dispatcher.List());
    }
}
