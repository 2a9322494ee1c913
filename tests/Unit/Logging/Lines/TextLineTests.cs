using Telemetry.Logging;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Logging;

/// <summary>Lines of logfmt, and of text by a template.</summary>
public sealed class TextLineTests
{
    [Fact]
    public void Logfmt_is_pairs_with_quotes_where_a_reader_needs_them()
    {
        using var log = new LogOfATest(options => options.Format = LogFormat.Logfmt);

        string line = log.LineOf(
            [new("duration", TimeSpan.FromMilliseconds(1.5)), new("n", 2)],
            [
                new("file", "my \"notes\".txt"), new("a b=c", "x"), new("empty", ""), new("none", default(MetadataValue)),
                new("null", "null"), new("n", "taken"), new("name", "own"), new("list", MetadataValue.From(new object[] { 1, "a b" })),
                new("user", MetadataValue.From(
                    new Dictionary<string, object?> { ["id"] = 7, ["tags"] = new Dictionary<string, object?>() })),
                new("lines", "a\nb\u001b"),
            ]);

        Assert.Matches("^time=\\S+Z name=job\\.done pid=\\d+ ", line);
        Assert.EndsWith(
            " duration_ms=1.5 n=2 file=\"my \\\"notes\\\".txt\" a_b_c=x empty=\"\" none=null null=\"null\" metadata.n=taken "
                + "metadata.name=own list=\"[1,\\\"a b\\\"]\" user.id=7 user.tags={} lines=\"a\\nb\\u001b\"",
            line);
    }

    [Fact]
    public void Template_shows_values_and_hyphens_in_one_line()
    {
        using var log = new LogOfATest(
            options => options.Template = "{{{name}}} {measurements.duration} {metadata.File} {metadata.user.name} {span} {metadata.nix}|");

        Assert.Equal(
            "{job.done} 1500ms C:\\a \"b\"\\nc Ada - -|",
            log.LineOf(
                [new("duration", TimeSpan.FromSeconds(1.5))],
                [new("file", "C:\\a \"b\"\nc"), new("user", MetadataValue.From(new Dictionary<string, object?> { ["name"] = "Ada" }))]));
    }

    [Fact]
    public void Text_without_a_template_has_all_of_an_event()
    {
        using var log = new LogOfATest(options => options.Format = LogFormat.Text);

        Assert.Matches("^\\S+Z job\\.done n=1 kind=mail$", log.LineOf([new("n", 1)], [new("kind", "mail")]));
        Assert.Matches("^\\S+Z job\\.done - -$", log.LineOf([], []));
    }

    [Fact]
    public void Time_has_a_format_and_an_offset()
    {
        using var log = new LogOfATest(options => (options.Template, options.UsesLocalTime) = ("{time} {time:yyyy}", true));

        string[] parts = log.LineOf([], []).Split(' ');

        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(DateTime.Now), DateTimeOffset.Parse(parts[0], null).Offset);
        Assert.Equal(4, parts[1].Length);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{nope}", "'{nope}', which is not known")]
    [InlineData("{measurements.}", "which is not known")]
    [InlineData("{name:x}", "which is not known")]
    [InlineData("{time:%}", "not a format of .NET")]
    [InlineData("{name", "a brace '{' without the other one")]
    [InlineData("name}", "a brace '}' without the other one")]
    [InlineData("{name}\n", "an event is one line")]
    public void Template_that_cannot_be_read_is_refused(string template, string problem)
    {
        using var folder = new FolderOfATest();

        LogException error = Assert.Throws<LogException>(
            () => new TelemetryLog(new() { Path = folder.PathOf("a.log"), Events = ["a"], Template = template }));

        Assert.Equal(LogErrorKind.InvalidTemplate, error.Kind);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData(LogDurationUnit.Second, "duration_s=1.5")]
    [InlineData(LogDurationUnit.Microsecond, "duration_us=1500000")]
    [InlineData(LogDurationUnit.Nanosecond, "duration_ns=1500000000")]
    public void Durations_have_the_unit_that_was_chosen(LogDurationUnit unit, string expected)
    {
        using var log = new LogOfATest(options => (options.Format, options.DurationUnit) = (LogFormat.Logfmt, unit));

        Assert.EndsWith(expected, log.LineOf([new("duration", TimeSpan.FromSeconds(1.5))], []));
    }
}
