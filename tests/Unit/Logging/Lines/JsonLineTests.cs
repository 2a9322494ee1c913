using System.Text.Json;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Logging;

/// <summary>Lines of JSON: their members, and the values of events.</summary>
public sealed class JsonLineTests : IDisposable
{
    private readonly LogOfATest _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Line_has_the_time_the_name_the_process_the_measurements_and_the_metadata()
    {
        DateTime before = DateTime.UtcNow;
        JsonElement line = Parse(_log.LineOf([new("bytes", 512)], [new("kind", "mail")]));

        Assert.Equal(["time", "name", "pid", "measurements", "metadata"], line.EnumerateObject().Select(member => member.Name));
        Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z$", line.GetProperty("time").GetString());
        Assert.InRange(line.GetProperty("time").GetDateTime().ToUniversalTime(), before, DateTime.UtcNow);
        Assert.Equal("job.done", line.GetProperty("name").GetString());
        Assert.Equal(Environment.ProcessId, line.GetProperty("pid").GetInt32());
        Assert.Equal("{\"bytes\":512}", line.GetProperty("measurements").GetRawText());
        Assert.Equal("{\"kind\":\"mail\"}", line.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public void Durations_are_numbers_with_their_unit_in_the_key()
    {
        string line = _log.LineOf([new("duration", TimeSpan.FromMilliseconds(12.5))], [new("left", TimeSpan.FromSeconds(-1))]);

        Assert.Contains("{\"duration_ms\":12.5}", line);
        Assert.Contains("{\"left_ms\":-1000}", line);
    }

    [Fact]
    public void Key_with_a_unit_does_not_take_that_of_another_measurement()
    {
        JsonElement measurements = Parse(_log.LineOf(
            [new("wait", TimeSpan.FromSeconds(1)), new("wait_ms", 7), new("rest_ms", TimeSpan.FromSeconds(2))], []))
            .GetProperty("measurements");

        Assert.Equal("{\"wait_ms_\":1000,\"wait_ms\":7,\"rest_ms\":2000}", measurements.GetRawText());
    }

    [Fact]
    public void Equal_keys_are_one_member_with_the_last_value()
    {
        string line = _log.LineOf([new("n", 1), new("N", 2)], [new("a", "x"), new("A", "y"), new("", "z")]);

        Assert.Contains("\"measurements\":{\"N\":2}", line);
        Assert.Contains("\"metadata\":{\"A\":\"y\",\"_\":\"z\"}", line);
    }

    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { true, "true" },
        { (byte)200, "200" },
        { long.MinValue, "-9223372036854775808" },
        { ulong.MaxValue, "18446744073709551615" },
        { 0.1, "0.1" },
        { 0.1f, "0.1" },
        { 1.10m, "1.10" },
        { double.NaN, "\"NaN\"" },
        { float.NegativeInfinity, "\"-Infinity\"" },
        { DayOfWeek.Friday, "\"Friday\"" },
        { 'c', "\"c\"" },
        { new DateTime(2026, 3, 1, 12, 30, 15, DateTimeKind.Utc), "\"2026-03-01T12:30:15.0000000Z\"" },
        { new DateTimeOffset(2026, 3, 1, 12, 30, 15, TimeSpan.FromHours(2)), "\"2026-03-01T12:30:15.0000000+02:00\"" },
        { new Guid("dd50cf2d-31fd-4170-98e9-3e4a85bfd143"), "\"dd50cf2d-31fd-4170-98e9-3e4a85bfd143\"" },
        { new Uri("http://a/b"), "\"http://a/b\"" },
        { new byte[] { 1, 2, 3 }, "\"AQID\"" },
        { new[] { 1, 2 }, "[1,2]" },
        { new List<object?> { "a", null, 2.5 }, "[\"a\",null,2.5]" },
        { new Dictionary<string, object?> { ["b"] = 1, ["B"] = 2 }, "{\"b\":1,\"B_\":2}" },
        { new Dictionary<int, TimeSpan> { [3] = TimeSpan.FromSeconds(1) }, "{\"3_ms\":1000}" },
        { "a\"b\\c\nd\r\t\0\u001b\u007f\u0085é\u2028", "\"a\\\"b\\\\c\\nd\\u000d\\u0009\\u0000\\u001b\\u007f\\u0085é\u2028\"" },
        { "\ud83d\ude00 \ud83d", "\"\ud83d\ude00 \ufffd\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_is_written_as_it_is_read_again(object? value, string expected)
    {
        using var culture = new OtherCulture("sv-SE");

        Assert.Equal(expected, _log.ValueOf(MetadataValue.From(value)).GetRawText());
    }

    [Fact]
    public void Exception_is_its_type_message_and_stack_and_the_causes()
    {
        Exception caught = Assert.Throws<InvalidOperationException>(Throw);

        JsonElement value = _log.ValueOf(MetadataValue.From(caught));

        Assert.Equal("System.InvalidOperationException", value.GetProperty("type").GetString());
        Assert.Equal("out\nside", value.GetProperty("message").GetString());
        Assert.Contains($"{nameof(JsonLineTests)}.{nameof(Throw)}()", value.GetProperty("stack").GetString());
        Assert.Equal(
            ["System.IO.IOException: inside", "System.ArgumentException: deep"],
            value.GetProperty("causes").EnumerateArray().Select(cause => cause.GetString()));
    }

    [Fact]
    public void Values_that_throw_do_not_lose_the_line()
    {
        Assert.Equal("\"(unreadable: NotSupportedException)\"", _log.ValueOf(MetadataValue.From(new Hostile())).GetRawText());
        Assert.Equal(
            "[1,\"(unreadable: NotSupportedException)\"]",
            _log.ValueOf(MetadataValue.From(new HostileList())).GetRawText());
        Assert.Equal(
            "\"(unreadable: NotSupportedException)\"",
            _log.ValueOf(MetadataValue.From(new HostileException())).GetProperty("message").GetRawText());
    }

    [Fact]
    public void Circle_of_objects_ends()
    {
        var circle = new Dictionary<string, object?> { ["a"] = 1 };
        circle["self"] = circle;

        Assert.Equal(
            "{\"a\":1,\"self\":{\"a\":1,\"self\":{\"a\":1,\"self\":{\"a\":1,\"self\":\"…\"}}}}",
            _log.ValueOf(MetadataValue.From(circle)).GetRawText());
    }

    [Fact]
    public void Long_texts_and_wide_objects_are_cut()
    {
        string text = _log.ValueOf(new string('x', 10_000_000)).GetString()!;
        Assert.Equal($"{new string('x', 8192)}…(10000000)", text);

        JsonElement list = _log.ValueOf(MetadataValue.From(Enumerable.Range(0, 1000).ToArray()));
        Assert.Equal(101, list.GetArrayLength());

        var wide = new object[100];
        Array.Fill(wide, Enumerable.Repeat(new string('y', 5000), 100).ToArray());
        string line = _log.LineOf([], [new("x", MetadataValue.From(wide))]);
        Assert.InRange(line.Length, 64 * 1024, 80 * 1024);
        Assert.True(Parse(line).GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public void Very_many_fields_are_cut()
    {
        KeyValuePair<string, MetadataValue>[] metadata =
            [.. Enumerable.Range(0, 5000).Select(i => new KeyValuePair<string, MetadataValue>($"k{i}", i))];

        JsonElement line = Parse(_log.LineOf([], metadata));

        Assert.Equal(256, line.GetProperty("metadata").EnumerateObject().Count());
        Assert.True(line.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public void Span_and_its_parent_are_members_of_the_line_and_so_is_the_span_of_an_event_inside()
    {
        TelemetrySpan outer = _log.Dispatcher.GetSpanSource("job.run").Start();
        using (outer.MakeCurrent())
        {
            TelemetrySpan inner = _log.Dispatcher.GetSpanSource("job.step").Start();
            using (inner.MakeCurrent())
            {
                _log.Dispatcher.Execute("job.note");
            }

            inner.Stop();
        }

        outer.Stop();

        _log.Flush();
        JsonElement[] lines = [.. _log.Lines().Select(Parse)];
        Assert.Equal(
            ["job.run.start", "job.step.start", "job.note", "job.step.stop", "job.run.stop"],
            lines.Select(line => line.GetProperty("name").GetString()));
        long run = lines[0].GetProperty("span").GetInt64();
        long step = lines[1].GetProperty("span").GetInt64();
        Assert.NotEqual(run, step);
        Assert.Equal(run, lines[1].GetProperty("parent").GetInt64());
        Assert.Equal(step, lines[2].GetProperty("span").GetInt64());
        Assert.Equal(["duration_ms"], lines[3].GetProperty("measurements").EnumerateObject().Select(member => member.Name));
        Assert.All(lines, line => Assert.Empty(line.GetProperty("metadata").EnumerateObject()));
    }

    [Fact]
    public void Event_of_another_process_has_the_span_that_it_names()
    {
        TelemetrySpan here = _log.Dispatcher.GetSpanSource("receiver.run").Start();
        string text;
        using (here.MakeCurrent())
        {
            text = _log.LineOf([], [new("telemetry_span_parent", "3474a2625311/7")]);
        }

        JsonElement line = Parse(text);
        Assert.Equal("3474a2625311/7", line.GetProperty("span").GetString());
        Assert.False(line.TryGetProperty("parent", out _));
    }

    private static void Throw() =>
        throw new InvalidOperationException("out\nside", new IOException("inside", new ArgumentException("deep")));

    private static JsonElement Parse(string line) => JsonSerializer.Deserialize<JsonElement>(line);

    private sealed class Hostile
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class HostileException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class HostileList : List<object>, System.Collections.IEnumerable
    {
        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator()
        {
            yield return 1;
            throw new NotSupportedException();
        }
    }
}
