namespace Telemetry.Tests.Core;

public sealed class EventPatternTests
{
    [Theory]
    [InlineData("job.*", "job.backup.start", true)]
    [InlineData("job.*", "JOB.x", true)]
    [InlineData("job.*", "job", false)]
    [InlineData("job*", "job", true)]
    [InlineData("job*", "jobs.done", true)]
    [InlineData("*.stop", "web.request.stop", true)]
    [InlineData("*.stop", "stop", false)]
    [InlineData("*.stop", "web.stop.late", false)]
    [InlineData("*", "any.event", true)]
    [InlineData("**", "e", true)]
    [InlineData("job.?", "job.a", true)]
    [InlineData("job.?", "job.ab", false)]
    [InlineData("job?done", "job.done", true)]
    [InlineData("?*?", "a", false)]
    [InlineData("*ab*ab", "ababab", true)]
    [InlineData("*ab*ab", "ab.ba", false)]
    [InlineData("a.B", "A.b", true)]
    [InlineData("a.b", "a.bc", false)]
    [InlineData("job.?", "job.\U0001F600", true)]
    [InlineData("job.??", "job.\U0001F600", false)]
    [InlineData("?.done", "\U0001F600.done", true)]
    [InlineData("??", "\U0001F600\U0001F601", true)]
    [InlineData("????", "\U0001F600\U0001F601", false)]
    [InlineData("*?", "\U0001F600", true)]
    [InlineData("?*", "\U0001F600", true)]
    [InlineData("*?\U0001F600", "\U0001F601\U0001F600", true)]
    [InlineData("*?\U0001F600", "\U0001F600", false)]
    [InlineData("\U0001F600*", "\U0001F601", false)]
    [InlineData("?", "\u00E9", true)]
    [InlineData("?", "e\u0301", false)]
    public void Pattern_matches_the_whole_name_without_regard_to_case(string pattern, string name, bool expected) =>
        Assert.Equal(expected, EventPattern.Parse(pattern).IsMatch(EventName.Parse(name)));

    [Theory]
    [InlineData("*", false)]
    [InlineData("*.handler.failure", false)]
    [InlineData("?elemetry.handler.failure", false)]
    [InlineData("tele*", false)]
    [InlineData("telemetr?.handler.*", false)]
    [InlineData("telemetry.*", true)]
    [InlineData("TELEMETRY.handler.*", true)]
    [InlineData("telemetry*", true)]
    [InlineData("telemetry.handler.failure", true)]
    public void Events_of_this_library_match_only_what_names_them(string pattern, bool expected) =>
        Assert.Equal(expected, EventPattern.Parse(pattern).IsMatch(TelemetryDispatcher.FailureEventName));

    [Theory]
    [InlineData("*", "telemetry", false)]
    [InlineData("telemetry*", "telemetry", true)]
    [InlineData("*", "telemetryx.e", true)]
    [InlineData("*", "e.telemetry", true)]
    [InlineData("tele*", "telemetries", true)]
    public void Only_the_first_segment_as_a_whole_makes_an_event_this_librarys(string pattern, string name, bool expected) =>
        Assert.Equal(expected, EventPattern.Parse(pattern).IsMatch(EventName.Parse(name)));

    [Fact]
    public void Name_is_a_pattern_that_means_one_event()
    {
        var pattern = EventPattern.Parse("Web.Request");

        Assert.False(pattern.HasWildcards);
        Assert.Equal("Web.Request", pattern.EventName.ToString());
        Assert.Equal("Web.Request", pattern.ToString());
        Assert.Equal(pattern, EventPattern.FromName(EventName.Parse("web.request")));
    }

    [Fact]
    public void Pattern_with_wildcards_means_no_event_in_particular()
    {
        var pattern = EventPattern.Parse("Web.*");

        Assert.True(pattern.HasWildcards);
        Assert.Null(pattern.EventName);
        Assert.Equal("Web.*", pattern.ToString());
    }

    [Fact]
    public void Patterns_are_equal_by_their_text_without_regard_to_case()
    {
        EventPattern pattern = EventPattern.Parse("web.*");
        EventPattern same = EventPattern.Parse("WEB.*");
        EventPattern? none = null;

        Assert.True(pattern == same && pattern.Equals((object)same) && !(pattern != same));
        Assert.Equal(pattern.GetHashCode(), same.GetHashCode());
        Assert.True(pattern != EventPattern.Parse("web.?") && !pattern.Equals((object)"web.*"));
        Assert.True(none == null && pattern != none && none != pattern && !pattern.Equals(none));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..*")]
    [InlineData(".*")]
    [InlineData("*.")]
    [InlineData("*..*")]
    [InlineData("a. *")]
    [InlineData("a\t*")]
    [InlineData("a\u0001*")]
    [InlineData("[ab].*")]
    [InlineData("a]")]
    [InlineData("a b")]
    public void What_could_never_match_or_is_no_wildcard_here_is_refused(string pattern)
    {
        var refused = Assert.Throws<FormatException>(() => EventPattern.Parse(pattern));

        Assert.Contains("neither the name of an event nor a pattern", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', refused.Message);
        Assert.False(EventPattern.TryParse(pattern, out EventPattern? none));
        Assert.Null(none);
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("pattern", () => EventPattern.Parse(null!));
        Assert.Throws<ArgumentNullException>("name", () => EventPattern.FromName(null!));
        Assert.Throws<ArgumentNullException>("name", () => EventPattern.Parse("*").IsMatch(null!));
        Assert.False(EventPattern.TryParse(null, out _));
    }

    [Fact]
    public void TryParse_gives_what_Parse_does()
    {
        Assert.True(EventPattern.TryParse("web.*", out EventPattern? pattern));
        Assert.Equal(EventPattern.Parse("web.*"), pattern);
    }
}
