namespace Telemetry.Analyzers.Tests;

/// <summary>Typed handlers of declared events, and events that are not as declared.</summary>
public sealed class TypedReadingTests
{
    private const string Events =
        """
        using System;
        using System.Collections.Generic;
        using Telemetry;

        public enum Color { Red, Green }

        public static partial class Events
        {
            [TelemetryEvent("@NAME@")]
            public static partial void Saved(
                long lines, double? ratio, TimeSpan took, string path, Color color, DateTimeOffset at, [Metadata] int status, object? extra,
                [Metadata] bool? cached);
        }

        public static class Program
        {
            public static readonly List<string> Seen = new();

            public static HandlerRegistration Attach(TelemetryDispatcher dispatcher, HandlerOptions? options) => Events.AttachSaved(
                "typed",
                saved => Seen.Add(
                    FormattableString.Invariant($"{saved.Lines} {saved.Ratio} {saved.Took} {saved.Path} {saved.Color} {saved.At.Year} ")
                    + $"{saved.Status} {saved.Extra} {saved.Cached} {saved.Data.Metadata.Length}"),
                options,
                dispatcher);

            public static bool Read(string name)
            {
                var data = new EventData(EventName.Parse(name), default, default);
                return Events.SavedPayload.TryRead(in data, out _);
            }
        }
        """;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly string _name = $"generated.saved{Guid.NewGuid():N}";
    private readonly Type _program;

    public TypedReadingTests() =>
        _program = Generated.From(Events.Replace("@NAME@", _name, StringComparison.Ordinal)).Load().GetType("Program")!;

    private List<string> Seen => (List<string>)_program.GetField("Seen")!.GetValue(null)!;

    [Fact]
    public void Values_of_other_types_are_converted()
    {
        using HandlerRegistration handler = Attach();

        _dispatcher.Execute(
            _name,
            [
                new("lines", 5), new("ratio", 1), new("took", TimeSpan.FromSeconds(2)),
                new("at", new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
            ],
            [new("path", "a"), new("color", "green"), new("status", 200.0), new("extra", 1), new("cached", true), new("more", 1)]);
        _dispatcher.Execute(
            _name,
            [new("LINES", 5.0), new("took", TimeSpan.Zero), new("at", DateTimeOffset.UnixEpoch)],
            [new("path", 'c'), new("color", 0), new("status", 1L)]);

        Assert.Equal(["5 1 00:00:02 a Green 2024 200 1 True 6", "5  00:00:00 c Red 1970 1   3"], Seen);
    }

    [Fact]
    public void Event_that_is_not_as_declared_is_reported_and_the_handler_stays()
    {
        using HandlerRegistration handler = Attach();
        using EventRecorder recorder = EventRecorder.Start(_dispatcher, "telemetry.handler.*");

        _dispatcher.Execute(_name);
        _dispatcher.Execute(_name, [new("lines", 5), new("took", 3), new("at", DateTimeOffset.UnixEpoch)], [new("path", "a")]);
        _dispatcher.Execute(
            _name,
            [new("lines", 5), new("took", TimeSpan.Zero), new("at", DateTimeOffset.UnixEpoch)],
            [new("path", "a"), new("color", "blue")]);

        Assert.Empty(Seen);
        Assert.True(handler.IsAttached);
        Assert.Equal(["lines", "took", "color"], recorder.Records.Select(record => record.Metadata["key"].ToString()));
        EventRecord mismatch = recorder.Records[1];
        Assert.Equal("telemetry.handler.mismatch", mismatch.EventName.ToString());
        Assert.Equal(1, mismatch.Measurements["count"]);
        Assert.Equal(_name, mismatch.Metadata["event_name"]);
        Assert.Equal("typed", mismatch.Metadata["handler_id"]);
        Assert.Equal(
            $"Event '{_name}' was not passed to handler 'typed', which reads it as declared: 'took' is '3', of type Int32. Emit the event "
            + "as it is declared, or attach a handler that reads the event itself.",
            mismatch.Metadata["message"].ToString());
    }

    [Fact]
    public void Options_apply_to_a_typed_handler()
    {
        using HandlerRegistration handler = Attach(new HandlerOptions { Once = true });

        Assert.True(handler.Options.Once);
        Assert.Equal(_name, handler.Patterns[0].ToString());
    }

    [Fact]
    public void Event_of_another_name_is_not_read() => Assert.Equal(
        false, _program.GetMethod("Read")!.Invoke(null, ["another.event"]));

    private HandlerRegistration Attach(HandlerOptions? options = null) =>
        (HandlerRegistration)_program.GetMethod("Attach")!.Invoke(null, [_dispatcher, options])!;
}
