using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class EventRecorderTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void P5_keeps_the_events_from_its_start_until_it_is_disposed_in_order()
    {
        _dispatcher.Execute("before");
        EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("job.start", [new("items", 3)]);
        _dispatcher.Execute("web.hit", [], [new("route", "/")]);
        recorder.Dispose();
        recorder.Dispose();
        _dispatcher.Execute("after");

        Assert.Equal(["job.start { items = 3 } { }", "web.hit { } { route = / }"], Lines(recorder.Records));
        Assert.Equal(2, recorder.Count);
        Assert.Empty(_dispatcher.List());
    }

    [Theory]
    [InlineData("job.start job.stop web.hit")]
    [InlineData("job.start job.stop", "job.*")]
    [InlineData("job.stop web.hit", "*.STOP", "web.hit")]
    [InlineData("telemetry.handler.failure", "telemetry.*")]
    public void P5_keeps_what_its_patterns_match(string expected, params string[] patterns)
    {
        _dispatcher.Attach("failing", "job.stop", Handlers.Failing);
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, patterns);

        _dispatcher.Execute("job.start");
        _dispatcher.Execute("job.stop");
        _dispatcher.Execute("web.hit");

        Assert.Equal(expected.Split(' '), recorder.Records.Select(record => record.EventName.ToString()));
    }

    [Fact]
    public void P5_records_of_some_names_are_found_among_the_others()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);

        _dispatcher.Execute("job.start", 1);
        _dispatcher.Execute("job.stop", 2);
        _dispatcher.Execute("job.start", 3);

        Assert.Equal(["job.start { value = 1 } { }", "job.start { value = 3 } { }"], Lines(recorder.Named("JOB.start")));
        Assert.Equal(["job.stop { value = 2 } { }"], Lines(recorder.Named("*.stop")));
        Assert.Empty(recorder.Named("job"));
    }

    [Fact]
    public void P5_snapshot_stays_as_it_is()
    {
        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("e");
        IReadOnlyList<EventRecord> snapshot = recorder.Records;

        _dispatcher.Execute("e");
        recorder.Clear();

        Assert.Single(snapshot);
        Assert.Empty(recorder.Records);
        Assert.Equal(0, recorder.Count);
        _dispatcher.Execute("later");
        Assert.Equal("later", Assert.Single(recorder.Records).EventName.ToString());
    }

    [Fact]
    public void P5_recorders_do_not_disturb_each_other_and_can_be_told_apart()
    {
        using EventRecorder first = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("a");
        using EventRecorder second = EventRecorder.Start(_dispatcher);
        _dispatcher.Execute("b");
        second.Dispose();
        _dispatcher.Execute("c");

        Assert.Equal(["a", "b", "c"], first.Records.Select(record => record.EventName.ToString()));
        Assert.Equal(["b"], second.Records.Select(record => record.EventName.ToString()));
        Assert.NotEqual(first.HandlerId, second.HandlerId);
        Assert.StartsWith("event-recorder-", first.HandlerId, StringComparison.Ordinal);
        Assert.Equal([first.HandlerId], _dispatcher.Ids());
        Assert.Equal($"{first.HandlerId} (3 events)", first.ToString());
    }

    [Fact]
    public void P5_id_that_someone_has_taken_is_passed_over()
    {
        using EventRecorder before = EventRecorder.Start(_dispatcher);
        int number = int.Parse(before.HandlerId.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);

        // More than the tests that run beside this one can use up.
        for (int i = 1; i <= 1_000; i++)
        {
            _dispatcher.Attach($"Event-Recorder-{number + i}", "other", Handlers.Nothing);
        }

        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "e");
        _dispatcher.Execute("e");

        Assert.Single(recorder.Records);
    }

    [Fact]
    public void P5_bad_arguments_attach_nothing()
    {
        Assert.Throws<ArgumentNullException>("dispatcher", () => EventRecorder.Start(null!));
        Assert.Throws<ArgumentNullException>("patterns", () => EventRecorder.Start(_dispatcher, null!));
        Assert.Throws<ArgumentNullException>("pattern", () => EventRecorder.Start(_dispatcher, "a", null!));
        Assert.Throws<FormatException>(() => EventRecorder.StartLocal(_dispatcher, "a", "a b"));
        Assert.Empty(_dispatcher.List());

        using EventRecorder recorder = EventRecorder.Start(_dispatcher);
        Assert.Throws<FormatException>(() => recorder.Named("a..b"));
    }

    private static IEnumerable<string> Lines(IEnumerable<EventRecord> records) => records.Select(record => record.ToString());
}
