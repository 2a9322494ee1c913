namespace Telemetry.Tests.Core;

public sealed class EventNameTests
{
    public static TheoryData<string?> Invalid =>
        [(string?)null, "", ".", "..", ".a", "a.", "a..b", " ", "a b", "a.b ", "*", "a.[b]"];

    [Theory]
    [InlineData("a", 1)]
    [InlineData("web.request.done", 3)]
    [InlineData("Übung.日本語.😀", 3)]
    [InlineData("with-dash.under_score.a:b/c\\d$e", 3)]
    public void Parse_takes_segments_with_dots_between_them(string text, int segments)
    {
        EventName name = EventName.Parse(text);

        Assert.Equal(text, name.ToString());
        Assert.Equal(segments, name.Segments.Count);
        Assert.Equal(text, string.Join('.', name.Segments));
        Assert.Equal(name, EventName.FromSegments([.. name.Segments]));
        Assert.True(EventName.TryParse(text, out EventName? parsed));
        Assert.Equal(name, parsed);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_name_is_refused(string? text)
    {
        Assert.False(EventName.TryParse(text, out EventName? name));
        Assert.Null(name);
        if (text is null)
        {
            Assert.Throws<ArgumentNullException>("name", () => EventName.Parse(text!));
        }
        else
        {
            Assert.Throws<FormatException>(() => EventName.Parse(text));
        }
    }

    [Fact]
    public void Every_white_space_control_and_wildcard_character_is_refused_and_no_other_one()
    {
        for (int code = char.MinValue; code <= char.MaxValue; code++)
        {
            char c = (char)code;
            bool valid = !char.IsWhiteSpace(c) && !char.IsControl(c) && !"*?[].".Contains(c, StringComparison.Ordinal);
            Assert.True(valid == EventName.TryParse(c.ToString(), out _), $"U+{code:X4} alone");
            Assert.True((valid || c == '.') == EventName.TryParse($"a{c}b", out _), $"U+{code:X4} inside");
            Assert.True(valid == EventName.TryParse($"a.b{c}", out _), $"U+{code:X4} at the end");
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a..b", "empty segment")]
    [InlineData("a.", "empty segment")]
    [InlineData("a b", "white space")]
    [InlineData("a*", "wildcard")]
    [InlineData("a\u0007", "control")]
    public void Refusal_says_what_is_wrong_and_what_to_write(string text, string problem)
    {
        string message = Assert.Throws<FormatException>(() => EventName.Parse(text)).Message;

        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.Contains("web.request.done", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void Segments_are_refused_where_they_are_none()
    {
        Assert.Throws<ArgumentNullException>("segments", () => EventName.FromSegments(null!));
        foreach (string?[] segments in (string?[][])[[], [""], ["a", null], ["a.b"], ["a", " "], ["a", "*"], ["."]])
        {
            Assert.Throws<FormatException>(() => EventName.FromSegments(segments!));
        }
    }

    [Fact]
    public void Name_does_not_change_with_the_array_that_it_was_made_from()
    {
        string[] segments = ["a", "b"];
        EventName name = EventName.FromSegments(segments);

        segments[0] = "changed";

        Assert.Equal(["a", "b"], name.Segments);
    }

    [Fact]
    public void Names_are_equal_without_regard_to_case_and_keep_their_spelling()
    {
        EventName lower = EventName.Parse("web.request");
        EventName upper = EventName.Parse("WEB.Request");

        Assert.Equal(lower, upper);
        Assert.Equal(lower.GetHashCode(), upper.GetHashCode());
        Assert.True(lower == upper);
        Assert.False(lower != upper);
        Assert.True(lower.Equals((object)upper));
        Assert.Equal("WEB.Request", upper.ToString());
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("a.b", "a")]
    [InlineData("a.b", "ab")]
    [InlineData("a.b", "b.a")]
    public void Names_of_other_segments_differ(string left, string right)
    {
        Assert.NotEqual(EventName.Parse(left), EventName.Parse(right));
        Assert.True(EventName.Parse(left) != EventName.Parse(right));
    }

    [Fact]
    public void Name_differs_from_null_and_from_its_text()
    {
        EventName name = EventName.Parse("a");
        EventName? nothing = null;

        Assert.False(name.Equals(nothing));
        Assert.False(name.Equals((object)"a"));
        Assert.False(name == nothing);
        Assert.False(nothing == name);
        Assert.True(nothing == null);
    }

    [Theory]
    [InlineData("web", "web", true)]
    [InlineData("web", "web.request", true)]
    [InlineData("WEB", "web.request", true)]
    [InlineData("web.request", "web.request.done", true)]
    [InlineData("web", "website.hit", false)]
    [InlineData("web.request", "web", false)]
    [InlineData("request", "web.request", false)]
    public void Prefix_goes_by_segment(string prefix, string name, bool expected) =>
        Assert.Equal(expected, EventName.Parse(prefix).IsPrefixOf(EventName.Parse(name)));

    [Fact]
    public void Append_adds_segments_at_the_end()
    {
        EventName name = EventName.Parse("web.request");

        Assert.Equal(["web", "request", "start"], name.Append("start").Segments);
        Assert.Equal("web.request.stop.late", name.Append("stop.late").ToString());
        Assert.Equal("web.request", name.ToString());
        Assert.Throws<FormatException>(() => name.Append(string.Empty));
        Assert.Throws<FormatException>(() => name.Append(".start"));
        Assert.Throws<ArgumentNullException>(() => name.Append(null!));
    }
}
