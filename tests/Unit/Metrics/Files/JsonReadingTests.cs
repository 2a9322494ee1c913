using System.Text;
using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class JsonReadingTests : IDisposable
{
    private readonly FileOfMetrics _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"Polls\"")]
    [InlineData("{\"Polls\":")]
    [InlineData("{\"Polls\":[")]
    [InlineData("{\"Polls\":[]")]
    [InlineData("{\"Polls\":[],}")]
    [InlineData("{\"Polls\":[] \"Sources\":[]}")]
    [InlineData("{\"Polls\" []}")]
    [InlineData("{Polls:[]}")]
    [InlineData("{'Polls':[]}")]
    [InlineData("{,}")]
    [InlineData("{} {}")]
    [InlineData("{}\0")]
    [InlineData("\0{}")]
    [InlineData("// note\n{}")]
    [InlineData("{\"Polls\":[,]}")]
    [InlineData("{\"Polls\":[{},]}")]
    [InlineData("{\"Polls\":[{}{}]}")]
    [InlineData("{\"Polls\":[{}}")]
    public void M16_text_that_is_not_JSON_is_refused(string text)
    {
        MetricException error = _file.ReadInvalid(text);

        Assert.Equal(MetricErrorKind.InvalidMetricFile, error.Kind);
        Assert.StartsWith($"{_file.Path}:", error.Message, StringComparison.Ordinal);
        Assert.Contains("JSON", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x1")]
    [InlineData("1_000")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("tru")]
    [InlineData("truex")]
    [InlineData("True")]
    [InlineData("undefined")]
    [InlineData("\"a")]
    [InlineData("\"a\\")]
    [InlineData("\"a\\\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\tb\"")]
    [InlineData("\"a\0b\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u12 4\"")]
    [InlineData("\"\\u-123\"")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\\ude00\"")]
    [InlineData("\"\\ude00\\ud83d\"")]
    [InlineData("\"\\ud83dx\"")]
    public void M16_a_value_that_JSON_does_not_have_is_refused(string value)
    {
        MetricException error = _file.ReadInvalid($"{{\n\"Polls\":\n[{{\"x\":\n{value}}}]}}");

        Assert.Equal(MetricErrorKind.InvalidMetricFile, error.Kind);
        Assert.StartsWith($"{_file.Path}:4: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    public static TheoryData<string, object?> Values => new()
    {
        { "0", 0L },
        { "-0", 0L },
        { "9223372036854775807", long.MaxValue },
        { "9223372036854775808", 9223372036854775808.0 },
        { "1.50", 1.5 },
        { "-1E-2", -0.01 },
        { "1e3", 1000.0 },
        { "true", true },
        { "false", false },
        { "null", null },
        { "\"\"", "" },
        { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "\"\\/\b\f\n\r\t\u00E9" },
        { "\"\\ud83d\\ude00 \U0001F600 \u2028\"", "\U0001F600 \U0001F600 \u2028" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void M16_values_of_JSON_are_read_exactly(string value, object? expected)
    {
        MetricDataNode poll = Assert.Single(_file.Read($"{{ \"Polls\": [ {{ \"x\" :\t{value} }} ] }}").Polls);

        Assert.Equal(expected, poll.Find("X")?.Value);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void M16_lines_are_counted_by_any_line_break(string lineBreak)
    {
        string text = string.Join(lineBreak, "", "{", "\"Polls\": [", "", "{", "\"x\": 1,", "\"y\": [", "2", "]", "}", "]", "}", "");

        MetricDataNode poll = Assert.Single(_file.Read(text).Polls);

        Assert.Equal(5, poll.Line);
        Assert.Equal(6, poll.Find("x")?.Line);
        Assert.Equal(7, poll.Find("y")?.Line);
        Assert.Equal(8, poll.Find("y")?.Items?[0].Line);
    }

    [Fact]
    public void M16_a_key_that_occurs_twice_in_any_case_is_refused()
    {
        MetricException error = _file.ReadInvalid("{\"Polls\": [\n{\"interval\": 1,\n\"Interval\": 2}]}");

        Assert.StartsWith($"{_file.Path}:3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Interval'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"x\":", "}")]
    public void M16_deep_nesting_is_refused_before_the_stack_overflows(string begin, string end)
    {
        string deep = string.Concat(Enumerable.Repeat(begin, 100_000)) + "1" + string.Concat(Enumerable.Repeat(end, 100_000));
        Assert.Contains("nested", _file.ReadInvalid(deep).Message, StringComparison.Ordinal);

        const int Depth = 61;
        string allowed = string.Concat(Enumerable.Repeat(begin, Depth)) + "1" + string.Concat(Enumerable.Repeat(end, Depth));
        Assert.Single(_file.Read($"{{\"Polls\": [{{\"x\": {allowed}}}]}}").Polls);
    }

    [Fact]
    public void M16_files_in_UTF_8_and_in_marked_UTF_16_are_read()
    {
        const string Text = "{\"Polls\": [{\"x\": \"é\U0001F600\"}]}";
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];
        foreach (Encoding encoding in encodings)
        {
            File.WriteAllText(_file.Path, Text, encoding);

            Assert.Equal("é\U0001F600", MetricFile.Read(_file.Path).Polls[0].Find("x")?.Value);
        }
    }

    [Fact]
    public void M16_bytes_that_are_not_UTF_8_are_refused()
    {
        File.WriteAllBytes(_file.Path, [.. "{\"Polls\": [{\"x\": \""u8, 0xE9, .. "\"}]}"u8]);

        MetricException error = Assert.Throws<MetricException>(() => MetricFile.Read(_file.Path));

        Assert.Equal(MetricErrorKind.InvalidMetricFile, error.Kind);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }
}
