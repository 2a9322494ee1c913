using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Whoever is told of a failure may attach the handler again and emit its event again. It ends.</summary>
public sealed class RelapseTests
{
    // Of endless loops, so that a test fails and does not hang.
    private const int Patience = 5_000;

    private static readonly EventName s_failure = TelemetryDispatcher.FailureEventName;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private readonly List<HandlerFailure> _failed = [];
    private int _calls;

    private string[] FailedOthers => [.. _failed
        .Where(failure => failure.Handler.Id != "failing")
        .Select(failure => $"{failure.Handler.Id} {failure.Exception.GetType().Name}")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_handler_of_the_failure_event_that_attaches_and_emits_again_fails_for_it(bool catches)
    {
        _dispatcher.HandlerFailed += (_, failure) => _failed.Add(failure);
        Attach();
        _dispatcher.Attach("line", "log.line", Handlers.Nothing);
        _dispatcher.Attach("logger", s_failure, (in data, config) =>
        {
            _reports.Handle(in data, config);
            _dispatcher.Execute("log.line");
        });
        _dispatcher.Attach("again", s_failure, (in _, _) => AttachAndEmit(catches));

        _dispatcher.Execute("e");

        Assert.InRange(_calls, TelemetryDispatcher.MaxDepth, 2 * TelemetryDispatcher.MaxDepth);
        Assert.Equal(["again TelemetryRecursionException"], FailedOthers);
        Assert.Equal(["line", "logger", "failing"], _dispatcher.Ids());
        Assert.Equal([.. Enumerable.Repeat("failing", _calls), "again"], _reports.FailedIds);
    }

    [Fact]
    public void C19_the_same_through_another_handler_fails_the_one_that_closes_the_circle()
    {
        _dispatcher.HandlerFailed += (_, failure) => _failed.Add(failure);
        Attach();
        _dispatcher.Attach("again", s_failure, (in _, _) => _dispatcher.Execute("retry"));
        _dispatcher.Attach("retry", "retry", (in _, _) => AttachAndEmit(catches: false));

        _dispatcher.Execute("e");

        Assert.InRange(_calls, TelemetryDispatcher.MaxDepth, 2 * TelemetryDispatcher.MaxDepth);
        Assert.Equal(["retry TelemetryRecursionException"], FailedOthers);
        Assert.Equal(["again", "failing"], _dispatcher.Ids());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_subscriber_that_attaches_and_emits_again_ends_and_fails_no_handler(bool ofDetached)
    {
        var refused = new List<Exception>();
        _dispatcher.Attach("report", s_failure, _reports.Handle);
        _dispatcher.HandlerFailed += (_, failure) => _failed.Add(failure);
        if (!ofDetached)
        {
            _dispatcher.HandlerFailed += Again;
        }

        HandlerRegistration first = Attach();
        if (ofDetached)
        {
            first.Detached += Again;
        }

        _dispatcher.Execute("e");

        Assert.InRange(_calls, TelemetryDispatcher.MaxDepth, 2 * TelemetryDispatcher.MaxDepth);
        Assert.IsType<TelemetryRecursionException>(Assert.Single(refused));
        Assert.Equal(_calls, _failed.Count);
        Assert.Equal(_calls, _reports.Count);
        Assert.Equal(["report", "failing"], _dispatcher.Ids());

        void Again(object? sender, object failure)
        {
            try
            {
                HandlerRegistration handler = AttachAndEmit(catches: false, ofDetached ? Again : null);
                Assert.NotNull(handler);
            }
            catch (TelemetryRecursionException e)
            {
                refused.Add(e);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void C25_handlers_of_the_failure_event_that_fail_and_are_attached_again_end(int handlers)
    {
        string[] ids = [.. Enumerable.Range(0, handlers).Select(i => $"report{i}")];
        _dispatcher.HandlerFailed += (_, failure) =>
        {
            _failed.Add(failure);
            if (_failed.Count < Patience)
            {
                Array.ForEach(ids, AttachReport);
            }
        };
        Array.ForEach(ids, AttachReport);
        Attach();

        _dispatcher.Execute("e");

        Assert.InRange(_failed.Count, 3 * TelemetryDispatcher.MaxDepth / 2, Patience - 1);
        Assert.Equal(_failed.Count, _calls);
        Assert.Equal(ids.Order(), _dispatcher.Ids().Order());

        void AttachReport(string id) => _dispatcher.TryAttach(id, s_failure, Fail, null, out _);
    }

    [Fact]
    public void C19_events_that_are_new_each_time_end_too()
    {
        _dispatcher.HandlerFailed += (_, failure) => _failed.Add(failure);
        Attach();
        _dispatcher.Attach("again", s_failure, (in _, _) =>
        {
            if (_calls < Patience)
            {
                string next = $"e{_calls}";
                _dispatcher.Attach(next, next, Fail);
                _dispatcher.Execute(next);
            }
        });

        _dispatcher.Execute("e");

        Assert.InRange(_calls, 2 * TelemetryDispatcher.MaxDepth, Patience - 1);
        Assert.Equal(_calls, _failed.Count);
    }

    [Fact]
    public void C26_failures_of_handlers_that_were_there_before_are_all_reported()
    {
        const int Count = 200;
        _dispatcher.HandlerFailed += (_, failure) => _failed.Add(failure);
        for (int i = 0; i < Count; i++)
        {
            _dispatcher.Attach($"h{i}", $"e{i}", Fail);
        }

        int next = 0;
        _dispatcher.Attach("report", s_failure, (in data, config) =>
        {
            _reports.Handle(in data, config);
            if (++next < Count)
            {
                _dispatcher.Execute($"e{next}");
            }
        });

        _dispatcher.Execute("e0");

        Assert.Equal(Count, _reports.Count);
        Assert.Equal(Count, _failed.Count);
        Assert.Equal(["report"], _dispatcher.Ids());
    }

    private HandlerRegistration Attach() => _dispatcher.Attach("failing", "e", Fail);

    private void Fail(in EventData data, object? config)
    {
        _calls++;
        throw new InvalidOperationException("boom");
    }

    private HandlerRegistration AttachAndEmit(bool catches, EventHandler? onDetached = null)
    {
        HandlerRegistration handler = Attach();
        handler.Detached += onDetached;
        try
        {
            if (_calls < Patience)
            {
                _dispatcher.Execute("e");
            }
        }
        catch (TelemetryRecursionException) when (catches)
        {
        }

        return handler;
    }
}
