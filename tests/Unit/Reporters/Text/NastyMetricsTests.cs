using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>The text of nasty metrics, read as servers read it.</summary>
public sealed partial class NastyMetricsTests
{
    public static TheoryData<string> Formats => ["Prometheus", "OpenMetrics"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void R2_each_value_of_a_tag_is_read_as_it_was(string format) => Assert.Equal(
        NastyMetrics.Texts.Order(StringComparer.Ordinal),
        Change().Matches(Text(format))
            .Select(line => Escape().Replace(line.Groups["text"].Value, escape => escape.Value == "\\n" ? "\n" : escape.Value[1..]))
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Formats))]
    public void R2_each_line_is_a_sample_or_describes_a_family(string format)
    {
        string text = Text(format);

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.All(text[..^1].Split('\n'), line => Assert.Matches(Line(), line));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void R2_no_sample_is_there_twice(string format)
    {
        string[] samples = [.. Text(format).Split('\n').Where(line => line.Length > 0).Select(line => line[..line.LastIndexOf(' ')])];

        Assert.Equal(samples.Length, samples.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void R2_samples_of_a_family_follow_its_description_and_type(string format)
    {
        string[] names = [.. FamilyName().Matches(Text(format)).Select(line => line.Groups["name"].Value)];
        string[] families = [.. names.Where((name, i) => i == 0 || name != names[i - 1])];

        Assert.Equal(families.Distinct(StringComparer.Ordinal), families);
        Assert.All(families, family => Assert.Equal(2, names.Count(name => name == family)));
    }

    private static string Text(string format) => format == "OpenMetrics"
        ? Written.OpenMetrics(NastyMetrics.Snapshot())
        : Written.Prometheus(NastyMetrics.Snapshot());

    [GeneratedRegex("""^change\{text="(?<text>(\\["\\n]|[^"\\\n])*)"\} \S+$""", RegexOptions.Multiline)]
    private static partial Regex Change();

    [GeneratedRegex("""\\["\\n]""")]
    private static partial Regex Escape();

    [GeneratedRegex(
        @"^(# HELP [a-zA-Z_]\w* .+|# TYPE [a-zA-Z_]\w* (counter|gauge|summary|histogram)|# UNIT [a-zA-Z_]\w* \w+|# EOF"
        + @"|[a-zA-Z_]\w*(\{([a-zA-Z_]\w*=""(\\[""\\n]|[^""\\\n])*"",?)+\})? -?[0-9][-+.0-9E]*)$",
        RegexOptions.ECMAScript)]
    private static partial Regex Line();

    [GeneratedRegex("^# (HELP|TYPE) (?<name>[a-zA-Z0-9_]+) ", RegexOptions.Multiline)]
    private static partial Regex FamilyName();
}
