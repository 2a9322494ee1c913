namespace Telemetry.Tests.Core;

/// <summary>The hash that finds an event by its name: equal for names that are equal, and of little else.</summary>
public class EventNameHashTests
{
    // Shorter and longer than a word of four characters, and than the keys that words are multiplied with.
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 20).Concat([63, 64, 65, 67, 128, 500])];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Case_does_not_matter(int length)
    {
        string name = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 % 26))));

        Assert.Equal(Hash(name), Hash(name.ToUpperInvariant()));
        Assert.Equal(Hash(name), Hash(char.ToUpperInvariant(name[0]) + name[1..]));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Each_character_matters(int length)
    {
        string name = new('a', length);
        IEnumerable<string> others = Enumerable.Range(0, length).Select(i => name[..i] + 'b' + name[(i + 1)..]);

        Assert.Equal(length + 1, others.Append(name).Select(Hash).Distinct().Count());
    }

    [Theory]
    [InlineData("web.anfrage.größe", "WEB.ANFRAGE.GRÖSSE", false)]
    [InlineData("web.ÄNDERUNG", "web.änderung", true)]
    [InlineData("job.задача", "JOB.ЗАДАЧА", true)]
    [InlineData("abcd.job.é", "ABCD.JOB.É", true)]
    public void Letters_beyond_ASCII_follow_the_rules_of_names(string one, string other, bool areEqual)
    {
        Assert.Equal(areEqual, EventName.Parse(one) == EventName.Parse(other));
        Assert.Equal(areEqual, Hash(one) == Hash(other));
    }

    /// <summary>Whether such letters are cases of each other is for the framework to say: one of them does, another does not.
    /// What matters is that all who compare names say the same.</summary>
    [Theory]
    [InlineData("job.\U00010400", "job.\U00010428")] // Deseret
    [InlineData("\U00010400x", "\U00010428X")]
    [InlineData("abcd.\U0001E900.e", "ABCD.\U0001E922.E")] // Adlam
    [InlineData("\U00010400", "\U00010401")]
    [InlineData("\U00010400", "\U00010828")] // the same half at the front of other letters
    public void C08_letters_beyond_the_basic_plane_are_the_same_to_names_hashes_patterns_and_prefixes(string one, string other)
    {
        EventName name = EventName.Parse(one);
        bool areEqual = string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
        var dispatcher = new TelemetryDispatcher();
        dispatcher.Attach("h", name, Support.Handlers.Nothing);

        Assert.Equal(areEqual, name == EventName.Parse(other));
        Assert.Equal(areEqual, Hash(one) == Hash(other));
        Assert.Equal(areEqual, dispatcher.HasHandlers(other));
        Assert.Equal(areEqual, dispatcher.List(other).Count == 1);
        Assert.Equal(areEqual, EventName.Parse(other).IsPrefixOf(EventName.Parse($"{one}.x")));
        Assert.Equal(areEqual, EventPattern.Parse($"{other}.*").IsMatch(EventName.Parse($"{one}.x")));
        Assert.Equal(areEqual, EventPattern.Parse($"*{other}").IsMatch(name));
    }

    [Fact]
    public void No_letter_beyond_ASCII_is_another_case_of_one_in_it()
    {
        IEnumerable<char> beyond = Enumerable.Range(0x80, char.MaxValue - 0x80 + 1).Select(code => (char)code);
        IEnumerable<char> ascii = Enumerable.Range(0, 0x80).Select(code => (char)code);

        Assert.DoesNotContain(beyond, one => ascii.Any(other => string.Equals($"{one}", $"{other}", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("web.request.{0}")]
    [InlineData("{0}")]
    [InlineData("{0}.of.a.name.that.is.longer.than.all.of.the.keys.that.its.words.are.multiplied.with.{0}")]
    public void Names_that_differ_by_a_number_rarely_collide(string format)
    {
        const int Names = 100_000;
        int hashes = Enumerable.Range(0, Names).Select(i => Hash(string.Format(null, format, i))).Distinct().Count();

        // By chance one or two do; hundreds would be a fault of the hash.
        Assert.InRange(hashes, Names - 100, Names);
    }

    [Fact]
    public void The_order_of_the_words_matters()
    {
        string[] words = ["abcd", "efgh", "ijkl", "mnop"];
        IEnumerable<string> names =
            from one in words from two in words from three in words from four in words
            select string.Concat(Enumerable.Repeat(one, 16)) + two + three + four;

        Assert.Equal(256, names.Select(Hash).Distinct().Count());
    }

    private static int Hash(string name) => EventName.Parse(name).GetHashCode();
}
