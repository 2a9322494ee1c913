using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class ExecuteTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public void C14_dispatch_is_by_exact_name()
    {
        _dispatcher.AttachMany("h", ["a", "a.b", "a.b.c", "b", "ab"], _recorder.Handle);

        _dispatcher.Execute("a.b");

        Assert.Equal(["a.b"], _recorder.Names);
    }

    [Fact]
    public void C15_handlers_run_one_after_the_other_on_the_thread_that_emits()
    {
        var calls = new List<string>();
        foreach (string id in (string[])["one", "two"])
        {
            _dispatcher.Attach(id, "e", (in _, _) =>
            {
                calls.Add($"{id} begins on {Environment.CurrentManagedThreadId}");
                calls.Add($"{id} ends");
            });
        }

        int thread = 0;
        Threads.Run(() =>
        {
            thread = Environment.CurrentManagedThreadId;
            _dispatcher.Execute("e");
            calls.Add("returned");
        });

        Assert.Equal([$"one begins on {thread}", "one ends", $"two begins on {thread}", "two ends", "returned"], calls);
    }

    [Fact]
    public void C16_measurements_and_metadata_default_to_nothing()
    {
        TelemetryEvent known = _dispatcher.GetEvent("e");
        _dispatcher.Attach("h", "e", _recorder.Handle);

        _dispatcher.Execute("e");
        known.Execute();
        known.Execute((IReadOnlyDictionary<string, MeasurementValue>?)null);
        known.Execute([new("count", 1)]);
        known.Execute(1);

        Assert.Equal([0, 0, 0, 1, 1], _recorder.Records.Select(record => record.Measurements.Count));
        Assert.All(_recorder.Records, record => Assert.Empty(record.Metadata));
    }

    [Fact]
    public void C16_emit_that_nobody_listens_to_does_nothing()
    {
        _dispatcher.Attach("h", "e", Handlers.Failing);
        _dispatcher.Detach("h");

        _dispatcher.Execute("e");
        _dispatcher.Execute("never.seen", [new("count", 1)], [new("key", "value")]);
        _dispatcher.Execute(EventName.Parse("never.seen"), 1);
        _dispatcher.GetEvent("known").Execute(1);
        _dispatcher.Execute("never.seen", new Dictionary<string, MeasurementValue> { ["count"] = 1 });

        Assert.False(_dispatcher.TryGetEvent("never.seen", out _));
    }

    [Fact]
    public void C17_bare_number_is_delivered_as_value()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);

        _dispatcher.Execute("e", 42);
        _dispatcher.Execute(EventName.Parse("e"), 4.2, [new("key", "text")]);
        _dispatcher.GetEvent("e").Execute(TimeSpan.FromSeconds(1));

        Assert.Equal(
            ["e { value = 42 } { }", "e { value = 4.2 } { key = text }", "e { value = 00:00:01 } { }"],
            _recorder.Records.Select(record => record.ToString()));
    }

    [Fact]
    public void C18_handler_detached_by_an_earlier_one_runs_once_more()
    {
        _dispatcher.Attach("first", "e", (in _, _) => _dispatcher.Detach("second"));
        _dispatcher.Attach("second", "e", _recorder.Handle);

        _dispatcher.Execute("e");
        Assert.Equal(1, _recorder.Count);

        _dispatcher.Execute("e");
        Assert.Equal(1, _recorder.Count);
    }

    [Fact]
    public void C18_handler_attached_by_an_earlier_one_waits_for_the_next_emit()
    {
        _dispatcher.Attach("first", "e", (in _, _) =>
            _dispatcher.TryAttach("second", EventName.Parse("e"), _recorder.Handle, null, out HandlerRegistration? _));

        _dispatcher.Execute("e");
        Assert.Equal(0, _recorder.Count);

        _dispatcher.Execute("e");
        Assert.Equal(1, _recorder.Count);
    }

    [Fact]
    public void C18_handler_may_detach_itself()
    {
        var detached = new List<bool>();
        _dispatcher.Attach("h", "e", (in _, _) => detached.Add(_dispatcher.Detach("h")));
        _dispatcher.Attach("next", "e", _recorder.Handle);

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.Equal([true], detached);
        Assert.Equal(2, _recorder.Count);
        Assert.Equal(["next"], _dispatcher.Ids());
    }

    [Fact]
    public void C20_execute_never_fails_because_of_a_handler()
    {
        Exception[] exceptions =
        [
            new InvalidOperationException(),
            new OperationCanceledException(),
            Refusal(),
            new InsufficientMemoryException(),
        ];
        foreach (Exception exception in exceptions)
        {
            _dispatcher.Attach(exception.GetType().Name, "e", (in _, _) => throw exception);
        }

        _dispatcher.Attach("last", "e", _recorder.Handle);

        _dispatcher.Execute("e");
        _dispatcher.GetEvent("e").Execute(1);
        _dispatcher.Execute(EventName.Parse("e"), new Dictionary<string, MeasurementValue>());

        Assert.Equal(3, _recorder.Count);
        Assert.Equal(["last"], _dispatcher.Ids());
    }

    /// <summary>Gets the exception by which an emit is refused, from a handler that emits its own event.</summary>
    private static TelemetryRecursionException Refusal()
    {
        var dispatcher = new TelemetryDispatcher();
        TelemetryRecursionException? refusal = null;
        dispatcher.HandlerFailed += (_, failure) => refusal = (TelemetryRecursionException)failure.Exception;
        dispatcher.Attach("circle", "e", (in _, _) => dispatcher.Execute("e"));
        dispatcher.Execute("e");
        return refusal!;
    }
}
