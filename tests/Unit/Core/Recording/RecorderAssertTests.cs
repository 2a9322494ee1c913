namespace Telemetry.Tests.Core;

public sealed class RecorderAssertTests : IDisposable
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly EventRecorder _recorder;

    public RecorderAssertTests() => _recorder = EventRecorder.Start(_dispatcher);

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void Recorded_events_that_match_are_returned()
    {
        Emit("job.start", "job.item.a", "job.item.b", "job.stop");

        Assert.Equal(["job.item.a", "job.item.b"], _recorder.AssertRecorded("job.item.*").Select(record => record.EventName.ToString()));
        Assert.Equal("job.stop", _recorder.AssertSingle("JOB.stop").EventName.ToString());
        _recorder.AssertNone("job.exception");
        Assert.Throws<FormatException>(() => _recorder.AssertRecorded("a b"));
        Assert.Throws<ArgumentNullException>("pattern", () => _recorder.AssertNone(null!));
    }

    [Fact]
    public void Payload_is_compared_by_the_values_that_are_given()
    {
        _dispatcher.Execute("order.placed", [new("total", 12.5), new("items", 2)], [new("id", 7), new("customer", null)]);
        _dispatcher.Execute("order.placed", [new("total", 3.0)], [new("id", 8)]);

        Assert.Equal(2, _recorder.AssertRecorded("order.placed").Count);
        Assert.Same(_recorder.Records[0], _recorder.AssertSingle("order.placed", measurements: [new("TOTAL", 12.5)]));
        Assert.Same(_recorder.Records[1], _recorder.AssertSingle("order.placed", [new("total", 3.0)], [new("id", 8)]));
        _recorder.AssertRecorded("order.placed", metadata: new Dictionary<string, MetadataValue> { ["customer"] = null });
        _recorder.AssertNone("order.placed", metadata: [new("id", 9)]);
        _recorder.AssertNone("order.placed", [new("total", 3.0)], [new("id", 7)]);
    }

    [Fact]
    public void Message_shows_the_values_that_differ()
    {
        _dispatcher.Execute("order.placed", [new("total", 12.5)], [new("id", 7)]);
        _dispatcher.Execute("order.placed", [new("total", 5L)], [new("note", "")]);

        Fails(
            () => _recorder.AssertRecorded("order.placed", [new("total", 5)], [new("note", "new")]),
            """
            Expected an event 'order.placed' with { total = 5 } { note = new }.
            2 events of that name recorded, with other values:
              order.placed { total = 12.5 } { id = 7 }: 'total' is 12.5, not 5, metadata 'note' is missing
              order.placed { total = 5 } { note =  }: 'total' is 5 of type Int64, not Int32, 'note' is '', not new
            """);
    }

    [Fact]
    public void Message_shows_the_events_that_are_too_many()
    {
        Emit("job.stop", "job.stop");

        Fails(
            () => _recorder.AssertSingle("job.stop"),
            """
            Expected exactly one event 'job.stop'.
            2 such events recorded:
              job.stop { } { }
              job.stop { } { }
            """);
        Fails(
            () => _recorder.AssertNone("job.*"),
            """
            Expected no event 'job.*'.
            2 such events recorded:
              job.stop { } { }
              job.stop { } { }
            """);
    }

    [Fact]
    public void Message_shows_the_nearest_names_and_not_all_of_many()
    {
        Fails(() => _recorder.AssertRecorded("job.stop"), "Expected an event 'job.stop'.\nNo event was recorded.");

        Emit([.. Enumerable.Range(10, 20).Select(i => $"item.number.{i}"), "job.stopped"]);

        EventAssertionException thrown = Assert.Throws<EventAssertionException>(() => _recorder.AssertSingle("job.stop"));
        Assert.StartsWith(
            "Expected exactly one event 'job.stop'.\n21 events of other names recorded: job.stopped, item.number.",
            thrown.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(" and 11 other names.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_that_cannot_be_shown_does_not_hide_the_failure()
    {
        _dispatcher.Execute("job.stop", [], [new("id", MetadataValue.From(new Unshowable()))]);

        EventAssertionException thrown = Assert.Throws<EventAssertionException>(
            () => _recorder.AssertRecorded("job.stop", metadata: [new("id", 1)]));

        Assert.Contains("job.stop (a value cannot be shown: boom)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_text_is_cut()
    {
        _dispatcher.Execute("job.stop", [], [new("text", new string('x', 100_000))]);

        Assert.InRange(Assert.Throws<EventAssertionException>(() => _recorder.AssertNone("job.stop")).Message.Length, 300, 500);
    }

    [Theory]
    [InlineData("job.start job.stop")]
    [InlineData("job.start job.item.* job.stop")]
    [InlineData("job.item.* job.item.*")]
    [InlineData("*.b JOB.STOP")]
    [InlineData("")]
    public void Order_allows_other_events_between(string order)
    {
        Emit("before", "job.start", "job.item.a", "other", "job.item.b", "job.stop");

        _recorder.AssertOrder(order.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Message_of_an_order_shows_the_event_that_came_before()
    {
        Emit("job.start", "job.stop", "job.item");

        Fails(
            () => _recorder.AssertOrder("job.start", "job.item", "job.stop"),
            """
            Expected the order: job.start, job.item, job.stop.
            There is no event 'job.stop' after 'job.item'. It was recorded before, as event 2 of 3.
            Recorded: job.start, job.stop, job.item.
            """);
        Fails(
            () => _recorder.AssertOrder("job.exception"),
            """
            Expected the order: job.exception.
            There is no event 'job.exception'. It was not recorded at all.
            Recorded: job.start, job.stop, job.item.
            """);
    }

    [Fact]
    public void Sequence_allows_no_other_events()
    {
        Emit("job.start", "job.item.a", "job.stop");

        _recorder.AssertSequence("job.start", "job.item.*", "job.stop");
        Fails(
            () => _recorder.AssertSequence("job.start", "job.stop"),
            """
            Expected exactly: job.start, job.stop.
            Event 2 is 'job.item.a', not 'job.stop'.
            Recorded: job.start, job.item.a, job.stop.
            """);
        Fails(
            () => _recorder.AssertSequence("job.start", "job.item.a"),
            """
            Expected exactly: job.start, job.item.a.
            Event 3 is 'job.stop', and was not expected.
            Recorded: job.start, job.item.a, job.stop.
            """);
        Fails(
            () => _recorder.AssertSequence("job.start", "job.item.a", "job.stop", "job.end"),
            """
            Expected exactly: job.start, job.item.a, job.stop, job.end.
            There is no event 4, 'job.end'.
            Recorded: job.start, job.item.a, job.stop.
            """);
        Assert.Throws<ArgumentNullException>("patterns", () => _recorder.AssertSequence(null!));
        Assert.Throws<ArgumentNullException>(() => _recorder.AssertOrder("a", null!));
    }

    [Fact]
    public void Message_of_many_events_shows_those_around_the_difference()
    {
        Emit([.. Enumerable.Range(0, 1_000).Select(i => $"item.{i}")]);

        EventAssertionException thrown = Assert.Throws<EventAssertionException>(
            () => _recorder.AssertSequence([.. Enumerable.Range(0, 1_000).Select(i => i == 500 ? "other" : $"item.{i}")]));

        Assert.Contains("\nRecorded: …, item.490, ", thrown.Message, StringComparison.Ordinal);
        Assert.EndsWith(", item.505, ….", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_lists_all_differences_from_the_declarations()
    {
        var declarations = new EventDeclarations();
        declarations.Add([new("job.stop", null, [new("ms", DeclaredType.Integer)])]);
        _dispatcher.Execute("job.stop", [new("ms", 5)]);
        _recorder.AssertDeclared(declarations);

        _dispatcher.Execute("job.stop", [new("mss", 5)]);
        _dispatcher.Execute("job.stop", [new("mss", 5)]);
        _dispatcher.Execute("job.stp");

        Fails(
            () => _recorder.AssertDeclared(declarations),
            """
            Expected the recorded events to be as declared.
            3 problems in 4 recorded events:
              Event 'job.stop' lacks its declared measurement 'ms'. Pass it, or declare it as optional. (2 times)
              The measurement 'mss' of event 'job.stop' is not declared. Did you mean 'ms'? Correct the key, or declare it. (2 times)
              Event 'job.stp' is not declared. Did you mean 'job.stop'? Correct the name, declare the event, or record the events of one
            """ + " library alone.");
        string ofProcess = Assert.Throws<EventAssertionException>(() => _recorder.AssertDeclared()).Message;
        Assert.Contains("is not declared", ofProcess, StringComparison.Ordinal);
    }

    private static void Fails(Action assertion, string expected) =>
        Assert.Equal(expected, Assert.Throws<EventAssertionException>(assertion).Message);

    private void Emit(params string[] names)
    {
        foreach (string name in names)
        {
            _dispatcher.Execute(name);
        }
    }

    private sealed class Unshowable
    {
        public override string ToString() => throw new InvalidOperationException("boom");
    }
}
