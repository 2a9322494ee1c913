using System.Globalization;

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
    [Trait("Category", "Slow")]
    public void Every_white_space_control_wildcard_and_format_character_is_refused_and_no_other_one_that_shows()
    {
        for (int code = 0; code <= 0x10FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF || IsInvisibleMark(code))
            {
                continue;
            }

            string c = char.ConvertFromUtf32(code);
            bool valid = !char.IsWhiteSpace(c[0]) && !char.IsControl(c[0]) && !"*?[].".Contains(c, StringComparison.Ordinal)
                && CharUnicodeInfo.GetUnicodeCategory(code) != UnicodeCategory.Format;
            Assert.True(valid == EventName.TryParse(c, out _), $"U+{code:X4} alone");
            Assert.True((valid || c == ".") == EventName.TryParse($"a{c}b", out _), $"U+{code:X4} inside");
            Assert.True(valid == EventName.TryParse($"a.b{c}", out _), $"U+{code:X4} at the end");
        }

        // Those that show nothing, and are of no category of their own: fillers, joiners, variation selectors, tags, blanks.
        static bool IsInvisibleMark(int code) => code is 0x034F or (>= 0x115F and <= 0x1160) or (>= 0x17B4 and <= 0x17B5)
            or (>= 0x180B and <= 0x180F) or (>= 0x2060 and <= 0x206F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0
            or (>= 0xFFF0 and <= 0xFFFB) or 0x1D159 or (>= 0xE0000 and <= 0xE0FFF);
    }

    [Theory]
    [InlineData(0x00AD)] // soft hyphen
    [InlineData(0x034F)] // combining grapheme joiner
    [InlineData(0x061C)] // Arabic letter mark
    [InlineData(0x115F)] // Hangul fillers
    [InlineData(0x1160)]
    [InlineData(0x17B4)] // Khmer vowels that are not written
    [InlineData(0x180B)] // Mongolian variation selector
    [InlineData(0x200B)] // zero width space
    [InlineData(0x200C)] // zero width non-joiner
    [InlineData(0x200D)] // zero width joiner
    [InlineData(0x200E)] // left-to-right mark
    [InlineData(0x202E)] // right-to-left override
    [InlineData(0x2060)] // word joiner
    [InlineData(0x2065)] // not assigned, and to be shown as nothing
    [InlineData(0x2800)] // blank Braille pattern
    [InlineData(0x3164)] // Hangul filler
    [InlineData(0xFE0F)] // variation selector
    [InlineData(0xFEFF)] // byte order mark
    [InlineData(0xFFA0)] // Hangul filler of half width
    [InlineData(0xFFF9)] // interlinear annotation
    [InlineData(0x13430)] // hieroglyph joiner
    [InlineData(0x1D159)] // null notehead
    [InlineData(0x1D173)] // musical beam
    [InlineData(0xE0001)] // language tag
    [InlineData(0xE0020)] // tag space
    [InlineData(0xE0100)] // variation selector
    public void C07_invisible_character_is_refused_and_shown_by_its_number(int code)
    {
        string text = $"a{char.ConvertFromUtf32(code)}b";

        Assert.False(EventName.TryParse(text, out _));
        Assert.False(EventPattern.TryParse($"{text}.*", out _));
        foreach (Action parse in (Action[])[
            () => EventName.Parse(text),
            () => EventPattern.Parse($"{text}.*"),
            () => EventName.FromSegments("x", text),
            () => EventName.Parse("x").Append(text)])
        {
            string message = Assert.Throws<FormatException>(parse).Message;
            Assert.Contains($"a<U+{code:X4}>b", message, StringComparison.Ordinal);
            Assert.Contains($"an invisible character or a format character (U+{code:X4})", message, StringComparison.Ordinal);
            Assert.DoesNotContain(text, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a{0}", 0xD83D)]
    [InlineData("{0}a", 0xDE00)]
    [InlineData("a{0}.b", 0xD83D)]
    [InlineData("{0}{0}", 0xDE00)]
    [InlineData("{0}{0}", 0xD83D)]
    [InlineData("\U0001F600{0}", 0xDE00)]
    public void C07_half_of_a_character_is_refused_and_shown_by_its_number(string format, int half)
    {
        // Made here: in an attribute, half of a character is replaced by another one.
        string text = string.Format(null, format, (char)half);

        Assert.False(EventName.TryParse(text, out _));
        Assert.False(EventPattern.TryParse($"{text}*", out _));
        string message = Assert.Throws<FormatException>(() => EventName.Parse(text)).Message;
        Assert.Contains($"half of a character (U+{half:X4}", message, StringComparison.Ordinal);
        Assert.DoesNotContain((char)half, message.Replace("\U0001F600", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void C07_character_beyond_the_basic_plane_is_split_by_no_array_of_segments() =>
        Assert.Throws<FormatException>(() => EventName.FromSegments("a\uD83D", "\uDE00b"));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a..b", "empty segment")]
    [InlineData("a.", "empty segment")]
    [InlineData("a b", "white space")]
    [InlineData("a*", "wildcard")]
    [InlineData("a\u0007", "control")]
    [InlineData("a\u00A0b", "white space (U+00A0)")]
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
