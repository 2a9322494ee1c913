using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

public sealed class EventEntriesTests
{
    private static readonly DateTime s_time = new(2026, 11, 28, 17, 15, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, (object? Value, string Text)> s_values = new()
    {
        ["null"] = (null, "(null)"),
        ["true"] = (true, "true"),
        ["char"] = ('x', "x"),
        ["byte"] = ((byte)7, "7"),
        ["int"] = (-7, "-7"),
        ["ulong"] = (ulong.MaxValue, "18446744073709551615"),
        ["float"] = (0.1f, "0.1"),
        ["double"] = (12.5, "12.5"),
        ["NaN"] = (double.NaN, "NaN"),
        ["decimal"] = (12.50m, "12.50"),
        ["time span"] = (TimeSpan.FromMinutes(1.5), "90000ms"),
        ["time"] = (s_time, "2026-11-28T17:15:00.0000000Z"),
        ["offset"] = (new DateTimeOffset(s_time).ToOffset(TimeSpan.FromHours(1)), "2026-11-28T18:15:00.0000000+01:00"),
        ["guid"] = (new Guid("0b7f6c51-5e0f-4d1b-9a6a-6a3c1f1f4b2d"), "0b7f6c51-5e0f-4d1b-9a6a-6a3c1f1f4b2d"),
        ["text"] = ("AT", "AT"),
        ["empty text"] = ("", "\"\""),
        ["space"] = ("my notes.txt", "\"my notes.txt\""),
        ["quotes"] = ("a=\"b\"", "\"a=\\\"b\\\"\""),
        ["end of line"] = ("a\r\n\tb\u0001", "\"a\\r\\n\\tb\\u0001\""),
    };

    // By their text.
    private static readonly Dictionary<string, object> s_objects = new()
    {
        ["Monday"] = DayOfWeek.Monday,
        ["https://example.org/a"] = new Uri("https://example.org/a"),
        ["[1, two, (null)]"] = new object?[] { 1, "two", null },
        ["{a=1, b={c=true}}"] = new Dictionary<string, object> { ["a"] = 1, ["b"] = new Dictionary<string, bool> { ["c"] = true } },
        ["{user=ann, password=(redacted)}"] = new Dictionary<string, string> { ["user"] = "ann", ["password"] = "x" },
        ["System.InvalidOperationException: boom"] = new InvalidOperationException("boom"),
        ["AQID"] = new byte[] { 1, 2, 3 },
        ["(unreadable: IOException)"] = new Unreadable(),
        ["[1, (unreadable: IOException)]"] = new object[] { 1, new Unreadable() },
        ["[[[[…]]]]"] = Nested(10),
    };

    public static TheoryData<string> Values => [.. s_values.Keys];

    public static TheoryData<string> Objects => [.. s_objects.Keys];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Simple_value_is_kept_as_it_is_and_shown_as_text_of_no_country(string kind)
    {
        (object? value, string text) = s_values[kind];
        using var culture = new OtherCulture("sv-SE");
        WrittenEntry entry = await EntryOf([], [new("value", MetadataValue.From(value))]);

        Assert.Equal(value, entry["value"]);
        Assert.Equal($"order.placed value={text}", entry.Message);
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task Other_object_is_kept_and_shown_as_its_text(string text)
    {
        WrittenEntry entry = await EntryOf([], [new("value", MetadataValue.From(s_objects[text]))]);

        Assert.Equal(text, entry["value"]);
    }

    [Fact]
    public async Task Long_texts_and_lists_are_cut()
    {
        var many = Enumerable.Range(0, 1_000_000).ToArray();
        WrittenEntry entry = await EntryOf(
            [], [new("text", new string('x', 100_000)), new("list", MetadataValue.From(many)), new(new string('k', 1_000), "v")]);

        Assert.Equal(new string('x', 8192) + "…(100000)", entry["text"]);
        Assert.EndsWith(", 99, …]", Assert.IsType<string>(entry["list"]), StringComparison.Ordinal);
        Assert.Contains(new string('k', 256) + "…", entry.Keys);
    }

    [Fact]
    public async Task Secrets_are_hidden_and_the_rule_can_hide_and_show_others()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents(
            "order.*", message: "{card_number} {password} {access_token}", configure: options =>
            {
                options.Redact = ["card*"];
                options.NoRedact = ["access_token"];
            }));

        host.Dispatcher.Execute(
            "order.placed", [new("tokens", 5)], [new("card_number", "4711"), new("password", "x"), new("access_token", "t")]);

        WrittenEntry entry = Assert.Single(host.Log.Entries);
        Assert.Equal("(redacted) (redacted) t", entry.Message);
        Assert.Equal("(redacted)", entry["card_number"]);
        Assert.Equal(5, entry["tokens"]);
    }

    [Fact]
    public async Task Keys_are_unique_and_never_null_or_empty()
    {
        WrittenEntry entry = await EntryOf(
            [new("size", 1), default, new("Size", 2), new("{OriginalFormat}", 3), new("span", 4)],
            [new("size", "large"), default, new("", "empty"), new("SIZE", "small")]);

        Assert.Equal(
            ["Size", "measurements.{OriginalFormat}", "span", "_", "metadata.SIZE", "{OriginalFormat}"], entry.Keys);
        Assert.Equal(2, entry["Size"]);
        Assert.Equal("small", entry["metadata.SIZE"]);
        Assert.Equal("order.placed", entry["{OriginalFormat}"]);
    }

    [Fact]
    public async Task Event_with_very_many_values_is_cut()
    {
        KeyValuePair<string, MetadataValue>[] metadata =
        [
            .. Enumerable.Range(0, 5_000).Select(i => new KeyValuePair<string, MetadataValue>($"k{i}", i)),
        ];

        WrittenEntry entry = await EntryOf([], metadata);

        Assert.Equal(257, entry.State.Count);
    }

    [Fact]
    public async Task Stack_of_a_script_is_shown_beside_the_exception()
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("job.*"));
        var reason = new InvalidOperationException("boom");

        host.Dispatcher.Execute(
            "job.exception",
            [],
            [new("reason", MetadataValue.From(reason)), new("stacktrace", "at job.ps1: line 3"), new("kind", "throw")]);
        host.Dispatcher.Execute("job.exception", [], [new("reason", "no exception"), new("stacktrace", "at job.ps1: line 3")]);

        Assert.Same(reason, host.Log.Entries[0].Exception);
        Assert.Equal($"job.exception kind=throw{Environment.NewLine}at job.ps1: line 3", host.Log.Entries[0].Message);
        Assert.Null(host.Log.Entries[1].Exception);
        Assert.Equal($"job.exception reason=\"no exception\"{Environment.NewLine}at job.ps1: line 3", host.Log.Entries[1].Message);
    }

    [Fact]
    public async Task Reason_of_an_event_that_is_not_of_a_span_is_text()
    {
        WrittenEntry entry = await EntryOf([], [new("reason", MetadataValue.From(new InvalidOperationException("boom")))]);

        Assert.Null(entry.Exception);
        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Equal("System.InvalidOperationException: boom", entry["reason"]);
    }

    private static async Task<WrittenEntry> EntryOf(
        KeyValuePair<string, MeasurementValue>[] measurements, KeyValuePair<string, MetadataValue>[] metadata)
    {
        await using LoggingHost host = await LoggingHost.StartAsync(builder => builder.LogEvents("order.*"));
        host.Dispatcher.Execute("order.placed", measurements, metadata);
        return Assert.Single(host.Log.Entries);
    }

    private static object Nested(int depth) => depth == 0 ? "deep" : new[] { Nested(depth - 1) };

    private sealed class Unreadable
    {
        public override string ToString() => throw new IOException();
    }
}
