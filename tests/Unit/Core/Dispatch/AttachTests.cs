using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class AttachTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public void C01_handler_is_attached_under_an_id_to_one_event()
    {
        HandlerRegistration registration = _dispatcher.Attach("one", "web.request.done", _recorder.Handle);

        _dispatcher.Execute("web.request.done");

        Assert.Equal("one", registration.Id);
        Assert.Equal([EventPattern.Parse("web.request.done")], registration.Patterns);
        Assert.True(registration.IsAttached);
        Assert.Equal("web.request.done", _recorder.Single().EventName.ToString().ToString());
    }

    [Fact]
    public void C01_handler_is_attached_to_many_events_at_once()
    {
        HandlerRegistration registration = _dispatcher.AttachMany("many", ["a.b", "c"], _recorder.Handle);

        _dispatcher.Execute("c");
        _dispatcher.Execute("a.b");

        Assert.Equal(["c", "a.b"], _recorder.Names);
        Assert.Equal("a.b c", string.Join(' ', registration.Patterns));
    }

    [Fact]
    public void C01_all_forms_of_a_name_and_of_attach_do_the_same()
    {
        EventName name = EventName.Parse("e");
        _dispatcher.Attach("string", "e", _recorder.Handle);
        _dispatcher.Attach("name", name, _recorder.Handle);
        _dispatcher.AttachMany("names", [name], _recorder.Handle);
        Assert.True(_dispatcher.TryAttach("try", name, _recorder.Handle, null, out HandlerRegistration? one));
        Assert.True(
            _dispatcher.TryAttachMany("try-many", [name], _recorder.Handle, null, out HandlerRegistration? many));
        _dispatcher.Replace("replace", [name], _recorder.Handle);

        _dispatcher.Execute("e");

        Assert.Equal(6, _recorder.Count);
        Assert.Equal("try", one.Id);
        Assert.Equal("try-many", many.Id);
    }

    [Fact]
    public void C01_config_is_any_value()
    {
        var config = new object();
        var received = new List<object?>();
        _dispatcher.Attach("object", "e", (in _, given) => received.Add(given), config);
        _dispatcher.Attach("number", "e", (in _, given) => received.Add(given), 42);
        _dispatcher.Attach("nothing", "e", (in _, given) => received.Add(given));

        _dispatcher.Execute("e");

        Assert.Same(config, received[0]);
        Assert.Equal([config, 42, null], received);
    }

    [Fact]
    public void C02_handler_gets_name_measurements_metadata_and_config()
    {
        string call = string.Empty;
        _dispatcher.Attach(
            "h",
            "job.done",
            (in data, config) => call = $"{data.ToRecord()} {config}",
            "config");

        _dispatcher.Execute("job.done", [new("items", 3)], [new("queue", "mail")]);

        Assert.Equal("job.done { items = 3 } { queue = mail } config", call);
    }

    [Fact]
    public void C02_config_is_the_same_object_at_each_call()
    {
        var calls = new List<object?>();
        var config = new List<int>();
        _dispatcher.Attach("h", "e", (in _, given) => calls.Add(given), config);

        _dispatcher.Execute("e");
        _dispatcher.Execute("e");

        Assert.All(calls, given => Assert.Same(config, given));
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public void C09_handler_outlives_the_thread_and_the_objects_that_attached_it()
    {
        Threads.Run(() => _dispatcher.Attach("h", "e", new Recorder().Handle, _recorder));
        Threads.Run(() => _dispatcher.Attach(
            "i", "e", (in data, config) => ((Recorder)config!).Handle(in data, config), _recorder));

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _dispatcher.Execute("e");

        Assert.Equal(["h", "i"], _dispatcher.Ids());
        Assert.Equal(1, _recorder.Count);
    }

    [Fact]
    public void C09_disposing_the_registration_detaches_the_handler()
    {
        using (HandlerRegistration registration = _dispatcher.AttachMany("h", ["a", "b"], _recorder.Handle))
        {
            _dispatcher.Execute("a");
        }

        _dispatcher.Execute("a");
        _dispatcher.Execute("b");

        Assert.Equal(["a"], _recorder.Names);
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void C21_nothing_is_started_before_the_dispatcher_of_the_process_is_used()
    {
        TelemetryDispatcher.Default.Execute("telemetry.tests.first");
        using HandlerRegistration registration =
            TelemetryDispatcher.Default.Attach("telemetry.tests", "telemetry.tests.first", _recorder.Handle);

        TelemetryDispatcher.Default.Execute("telemetry.tests.first");

        Assert.Equal(1, _recorder.Count);
    }

    [Fact]
    public void C21_nothing_is_started_before_a_dispatcher_of_ones_own_is_used()
    {
        _dispatcher.Execute("e");
        Assert.False(_dispatcher.Detach("h"));
        Assert.Empty(_dispatcher.List());

        _dispatcher.Attach("h", "e", _recorder.Handle);
        _dispatcher.Execute("e");

        Assert.Equal(1, _recorder.Count);
    }
}
