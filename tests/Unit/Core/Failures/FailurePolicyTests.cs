using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class FailurePolicyTests
{
    private static readonly HandlerOptions s_keep = new() { FailurePolicy = FailurePolicy.Keep };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private readonly List<HandlerFailure> _told = [];
    private bool _fails = true;

    public FailurePolicyTests()
    {
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);
        _dispatcher.HandlerFailed += (_, failure) => _told.Add(failure);
    }

    private string Reported => string.Join(
        ' ', _reports.Records.Select(report => $"{report.Metadata["failures"]}:{report.Metadata["detached"]}"));

    [Fact]
    public void P1_handler_is_detached_at_its_first_failure_by_default()
    {
        HandlerRegistration handler = Attach(null);

        Emit("a a");

        Assert.False(handler.IsAttached);
        Assert.Equal("1:True", Reported);
        Assert.Equal("Handler 'h' failed at event 'a' and was detached: boom", Assert.Single(_told).ToString());
    }

    [Fact]
    public void P1_kept_handler_stays_and_each_failure_is_reported()
    {
        HandlerRegistration handler = Attach(s_keep);

        Emit("a b a");

        Assert.True(handler.IsAttached);
        Assert.Equal("1:False 2:False 3:False", Reported);
        Assert.Equal([1, 2, 3], _told.Select(failure => failure.FailuresInARow));
        Assert.Equal("Handler 'h' failed at event 'b': boom", _told[1].ToString());
        Assert.Equal(["report", "h", "h"], _dispatcher.Ids());
        Assert.Empty(_dispatcher.ListDetached());
    }

    [Fact]
    public void P1_success_ends_the_row_and_a_whole_row_detaches()
    {
        HandlerRegistration handler = Attach(new() { FailurePolicy = FailurePolicy.DetachAfter(3) });

        Emit("a b");
        Assert.Equal(2, handler.FailuresInARow);
        _fails = false;
        Emit("a");
        Assert.Equal(0, handler.FailuresInARow);
        _fails = true;
        Emit("a a");
        Assert.True(handler.IsAttached);
        Emit("b a");

        Assert.False(handler.IsAttached);
        Assert.Equal("1:False 2:False 1:False 2:False 3:True", Reported);
        Assert.Same(handler, Assert.Single(_dispatcher.ListDetached()));
        Assert.False(_dispatcher.HasHandlers("a") || _dispatcher.HasHandlers("b"));
    }

    [Fact]
    public void P1_record_is_kept_of_the_last_failure()
    {
        HandlerRegistration handler = Attach(s_keep);
        Assert.Null(handler.LastFailure);

        Emit("a b");

        FailureSummary last = Assert.IsType<FailureSummary>(handler.LastFailure);
        Assert.Same(_told[1].Summary, last);
        Assert.Equal(handler.Id, last.HandlerId);
        Assert.Equal(("b", 2, false, "boom"), (last.EventName.ToString(), last.FailuresInARow, last.WasDetached, last.Message));
        Assert.Equal(DateTimeKind.Utc, last.Timestamp.Kind);
        Assert.InRange(last.Timestamp, _told[1].Record.Timestamp, DateTime.UtcNow);
        _fails = false;
        Emit("a");
        Assert.Same(last, handler.LastFailure);
    }

    [Fact]
    public void P1_whoever_hears_of_the_detaching_sees_the_failure()
    {
        HandlerRegistration handler = Attach(null);
        FailureSummary? seen = null;
        int listed = 0;
        handler.Detached += (_, _) => (seen, listed) = (handler.LastFailure, _dispatcher.ListDetached().Count);

        Emit("a");

        Assert.Same(_told[0].Summary, seen);
        Assert.True(seen!.WasDetached);
        Assert.Equal(1, listed);
    }

    [Fact]
    public void P1_exception_of_the_host_is_neither_failure_nor_success()
    {
        using IDisposable rule = _dispatcher.AddPassThrough(exception => exception is OperationCanceledException);
        Exception thrown = new InvalidOperationException("boom");
        HandlerRegistration handler = _dispatcher.Attach("h", "a", (in _, _) => throw thrown, options: s_keep);

        Emit("a");
        thrown = new OperationCanceledException();
        Assert.Throws<OperationCanceledException>(() => Emit("a"));
        thrown = new InvalidOperationException("boom");
        Emit("a");

        Assert.Equal(2, handler.FailuresInARow);
        Assert.Equal("1:False 2:False", Reported);
    }

    [Fact]
    public void C27_late_failure_counts_for_the_handler_that_failed_and_is_not_reported()
    {
        HandlerRegistration? newer = null;
        HandlerRegistration old = _dispatcher.Attach("h", "a", ReplaceAndFail, options: s_keep);

        Emit("a a");

        Assert.Equal((1, 0), (old.FailuresInARow, newer!.FailuresInARow));
        Assert.Null(old.LastFailure);
        Assert.True(newer.IsAttached);
        Assert.Empty(_told);

        void ReplaceAndFail(in EventData data, object? config)
        {
            newer = _dispatcher.Replace("h", [EventName.Parse("a")], Handlers.Nothing, options: s_keep);
            throw new InvalidOperationException("late");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C25_kept_handlers_that_fail_at_the_failure_event_end_nothing_and_go_round_in_no_circle(bool detachesLater)
    {
        HandlerOptions options = detachesLater ? new() { FailurePolicy = FailurePolicy.DetachAfter(3) } : s_keep;
        HandlerRegistration one = _dispatcher.Attach("one", EventPattern.Parse("telemetry.*"), Handlers.Failing, options: options);
        HandlerRegistration two = _dispatcher.AttachMany("two", ["a", "telemetry.handler.failure"], Handlers.Failing, options: options);

        Emit("a");

        Assert.Equal(["two"], _reports.FailedIds);
        Assert.Equal(["two", "one"], _told.Select(failure => failure.Handler.Id));
        Assert.Equal((1, 2), (one.FailuresInARow, two.FailuresInARow));
        Emit("a");
        Assert.Equal((true, !detachesLater), (one.IsAttached, two.IsAttached));
    }

    [Fact]
    public void C25_kept_handler_that_fails_at_what_its_report_leads_to_is_reported_once()
    {
        HandlerRegistration mail = Attach(s_keep);
        _dispatcher.Attach("alert", TelemetryDispatcher.FailureEventName, (in _, _) => Emit("b"));
        _dispatcher.HandlerFailed += (_, _) => Emit("b");

        Emit("a");

        Assert.Equal(["h"], _reports.FailedIds);
        Assert.Equal("a", Assert.Single(_told).Record.EventName.ToString());
        Assert.Equal(3, mail.FailuresInARow);
        Assert.Equal("b", mail.LastFailure!.EventName.ToString());
        Emit("a");
        Assert.Equal("1:False 4:False", Reported);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_handler_that_emits_in_circles_is_detached_whatever_its_policy(bool catches)
    {
        int calls = 0;
        HandlerRegistration handler = _dispatcher.AttachMany("h", ["a", "b"], Circle, options: s_keep);

        Emit("a");

        Assert.InRange(calls, TelemetryDispatcher.MaxDepth, 2 * TelemetryDispatcher.MaxDepth);
        Assert.False(handler.IsAttached);
        Assert.Equal(typeof(TelemetryRecursionException).FullName, handler.LastFailure!.ExceptionType);
        Assert.Equal("1:True", Reported);

        void Circle(in EventData data, object? config)
        {
            calls++;
            try
            {
                _dispatcher.Execute("b");
            }
            catch (TelemetryRecursionException) when (catches)
            {
            }

            _dispatcher.Execute("a");
        }
    }

    [Fact]
    public void P1_log_tells_whether_the_handler_was_detached()
    {
        using var log = new LogListener();
        string id = Guid.NewGuid().ToString();
        _dispatcher.Attach(id, "a", Handlers.Failing, options: new() { FailurePolicy = FailurePolicy.DetachAfter(2) });

        Emit("a a");

        Assert.Equal([false, true], log.EntriesWith(id).Select(entry => entry.Payload![3]));
    }

    private HandlerRegistration Attach(HandlerOptions? options) => _dispatcher.AttachMany(
        "h",
        ["a", "b"],
        (in _, _) =>
        {
            if (_fails)
            {
                throw new InvalidOperationException("boom");
            }
        },
        options: options);

    private void Emit(string names) => Array.ForEach(names.Split(' '), name => _dispatcher.Execute(name));
}
