using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>What <see cref="JsonSerializer"/> makes of events.</summary>
public sealed partial class JsonTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };
    private static readonly JsonSerializerOptions s_enumNames = new() { Converters = { new JsonStringEnumConverter() } };

    // As in a program that is compiled ahead of time.
    private static readonly JsonSerializerOptions s_withoutVersion = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(
            static type => _ = type.Type == typeof(Version) ? throw new NotSupportedException() : type),
    };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();

    public static TheoryData<MetadataValue, string> Values => new()
    {
        { default, "null" },
        { true, "true" },
        { 'x', "\"x\"" },
        { (sbyte)-5, "-5" },
        { byte.MaxValue, "255" },
        { ulong.MaxValue, "18446744073709551615" },
        { long.MinValue, "-9223372036854775808" },
        { 0.1f, "0.1" },
        { 0.1, "0.1" },
        { 1.50m, "1.50" },
        { double.NaN, "\"NaN\"" },
        { float.PositiveInfinity, "\"Infinity\"" },
        { "a \"text\"", "\"a \\u0022text\\u0022\"" },
        { TimeSpan.FromSeconds(1.5), "\"00:00:01.5000000\"" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "\"2026-01-02T03:04:05Z\"" },
        { new DateTime(2026, 1, 2, 3, 4, 5), "\"2026-01-02T03:04:05\"" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), "\"2026-01-02T03:04:05+02:00\"" },
        { Guid.Empty, "\"00000000-0000-0000-0000-000000000000\"" },
        { MetadataValue.From(DayOfWeek.Monday), "1" },
        { MetadataValue.From(new Uri("http://localhost/")), "\"http://localhost/\"" },
        { MetadataValue.From(new[] { 1, 2 }), "[1,2]" },
        { MetadataValue.From(new { Host = "web1", Port = 80 }), "{\"Host\":\"web1\",\"Port\":80}" },
        { MetadataValue.From(new InvalidOperationException("no route")), "\"System.InvalidOperationException: no route\"" },
        { MetadataValue.From(typeof(int)), "\"System.Int32\"" },
        { MetadataValue.From(new Unreadable()), "\"unreadable\"" },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Value_is_written_as_what_it_is(MetadataValue value, string expected)
    {
        Assert.Equal(expected, JsonSerializer.Serialize(value));
        if (value.TryGetMeasurement(out MeasurementValue measurement) && value.Kind != MetadataValueKind.Single)
        {
            Assert.Equal(expected, JsonSerializer.Serialize(measurement));
        }
    }

    [Fact]
    public void Record_is_written_with_its_values()
    {
        _dispatcher.Attach("h", "job.done", _recorder.Handle);
        _dispatcher.Execute(
            "job.done", [new("duration", TimeSpan.FromSeconds(1)), new("bytes", 512)], [new("host", "web1"), new("error", null)]);
        EventRecord record = _recorder.Single();

        Assert.Equal(
            "{\"EventName\":\"job.done\",\"Timestamp\":" + JsonSerializer.Serialize(record.Timestamp)
                + ",\"Measurements\":{\"duration\":\"00:00:01\",\"bytes\":512},\"Metadata\":{\"host\":\"web1\",\"error\":null}}",
            JsonSerializer.Serialize(record));
        Assert.Contains("\"Metadata\": {\n    \"host\": \"web1\",", JsonSerializer.Serialize(record, s_indented), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_is_written_and_read_in_its_dotted_form()
    {
        EventName name = EventName.Parse("job.done");

        Assert.Equal("\"job.done\"", JsonSerializer.Serialize(name));
        Assert.Equal(name, JsonSerializer.Deserialize<EventName>("\"job.done\""));
        Assert.Equal("{\"job.done\":1}", JsonSerializer.Serialize(new Dictionary<EventName, int> { [name] = 1 }));
        Assert.Equal(1, JsonSerializer.Deserialize<Dictionary<EventName, int>>("{\"job.done\":1}")![name]);
        Assert.Null(JsonSerializer.Deserialize<EventName>("null"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EventName>("\"job..done\""));
    }

    [Fact]
    public void Record_of_a_failure_is_written_whole()
    {
        _dispatcher.Attach("failures", TelemetryDispatcher.FailureEventName, _recorder.Handle);
        _dispatcher.Attach("broken", "job.done", static (in _, _) => throw new InvalidOperationException("no route"), new object());
        _dispatcher.Execute("job.done", [new("bytes", 512)], [new("host", "web1")]);

        JsonElement metadata = JsonSerializer.SerializeToElement(_recorder.Single()).GetProperty("Metadata");

        Assert.StartsWith(
            "System.InvalidOperationException: no route", metadata.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("{\"bytes\":512}", metadata.GetProperty("measurements").GetRawText());
        Assert.Equal("{\"host\":\"web1\"}", metadata.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public void Options_say_how_objects_are_written() =>
        Assert.Equal("\"Monday\"", JsonSerializer.Serialize(MetadataValue.From(DayOfWeek.Monday), s_enumNames));

    [Fact]
    public void Object_that_the_options_do_not_know_is_written_as_its_text() =>
        Assert.Equal("\"1.2\"", JsonSerializer.Serialize(MetadataValue.From(new Version(1, 2)), s_withoutVersion));

    [Fact]
    public void Record_is_written_by_generated_code()
    {
        _dispatcher.Attach("h", "job.done", _recorder.Handle);
        _dispatcher.Execute("job.done", [new("bytes", 512)], [new("host", "web1"), new("version", MetadataValue.From(new Version(1, 2)))]);

        string json = JsonSerializer.Serialize(_recorder.Single(), GeneratedJson.Default.EventRecord);

        Assert.Contains(
            "\"Measurements\":{\"bytes\":512},\"Metadata\":{\"host\":\"web1\",\"version\":\"1.2\"}", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_are_written_with_their_values()
    {
        using HandlerRegistration handler = _dispatcher.Attach(
            "h", "e", static (in _, _) => { }, new HandlerOptions { CollectsStatistics = true, Buffer = new() });
        _dispatcher.Execute("e");
        handler.Dispose();

        Assert.Equal(1, JsonSerializer.SerializeToElement(handler.Statistics).GetProperty("Calls").GetInt64());
        Assert.Equal(1, JsonSerializer.SerializeToElement(handler.BufferStatistics).GetProperty("Delivered").GetInt64());
    }

    [Fact]
    public void Value_is_not_read_from_json() =>
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<MetadataValue>("5"));

    [JsonSerializable(typeof(EventRecord))]
    private sealed partial class GeneratedJson : JsonSerializerContext;

    private sealed class Unreadable
    {
        private readonly Func<string> _read = () => throw new InvalidOperationException();

        public string Value => _read();

        public override string ToString() => "unreadable";
    }
}
