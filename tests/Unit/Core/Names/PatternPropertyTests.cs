using System.Management.Automation;
using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Patterns compared with what is known to be right, over all that is short and much that is not.</summary>
[Trait("Category", "Slow")]
public sealed class PatternPropertyTests
{
    [Fact]
    public void Every_short_pattern_matches_what_the_regex_and_the_shell_match()
    {
        EventName[] names = AllTexts.Names("ab.", 5);

        foreach (EventPattern pattern in AllTexts.Patterns("aB.", 4))
        {
            AssertMatches(pattern, names);
        }
    }

    [Fact]
    public void Random_long_patterns_match_what_the_regex_and_the_shell_match()
    {
        var random = new Random(20260914);
        int matched = 0;
        for (int round = 0; round < 2_000; round++)
        {
            string text = Text(random, "aaB.-*?*", 20);
            if (EventPattern.TryParse(text, out EventPattern? pattern))
            {
                EventName[] names = [.. Enumerable.Range(0, 10)
                    .Select(_ => Filled(text, random))
                    .Concat(Enumerable.Range(0, 10).Select(_ => Text(random, "aAb.-", 20)))
                    .Select(name => EventName.TryParse(name, out EventName? parsed) ? parsed : null)
                    .OfType<EventName>()];
                matched += AssertMatches(pattern, names);
            }
        }

        Assert.InRange(matched, 1_000, int.MaxValue);
    }

    /// <summary>Letters of two UTF-16 code units behave as letters of one: each test of one alphabet holds in the other.</summary>
    [Fact]
    public void Characters_beyond_the_basic_plane_match_as_those_of_it_do()
    {
        EventName[] names = AllTexts.Names("ab.", 5);
        EventName[] wide = [.. names.Select(name => EventName.Parse(Widen(name.ToString())))];
        var dispatcher = new TelemetryDispatcher();
        var wideDispatcher = new TelemetryDispatcher();

        foreach (EventPattern pattern in AllTexts.Patterns("ab.", 4))
        {
            EventPattern widePattern = EventPattern.Parse(Widen(pattern.ToString()));
            for (int i = 0; i < names.Length; i++)
            {
                Assert.True(pattern.IsMatch(names[i]) == widePattern.IsMatch(wide[i]), $"'{pattern}' at '{names[i]}'");
            }

            dispatcher.Attach($"{pattern}", pattern, Handlers.Nothing);
            wideDispatcher.Attach($"{pattern}", widePattern, Handlers.Nothing);
        }

        Assert.All(AllTexts.Names("ab.", 3), prefix => Assert.Equal(
            dispatcher.List(prefix).Select(entry => entry.Registration.Id),
            wideDispatcher.List(Widen(prefix.ToString())).Select(entry => entry.Registration.Id)));

        // The same front half, and the same back half as one of the two has.
        static string Widen(string text) => text
            .Replace("a", "\U0001F600", StringComparison.Ordinal)
            .Replace("b", "\U0001F601", StringComparison.Ordinal);
    }

    [Fact]
    public void Case_is_the_same_to_patterns_and_to_names()
    {
        for (char c = char.MinValue; c < char.MaxValue; c++)
        {
            if (!EventName.TryParse($"{c}", out EventName? name))
            {
                continue;
            }

            foreach (char other in (char[])[char.ToUpperInvariant(c), char.ToLowerInvariant(c), (char)(c ^ 0x20)])
            {
                if (EventName.TryParse($"{other}", out EventName? otherName))
                {
                    Assert.Equal(name == otherName, EventPattern.Parse($"{other}*").IsMatch(name));
                }
            }
        }
    }

    /// <summary>The promise: a list by prefix has a pattern exactly where an event at the prefix or below could match
    /// it.</summary>
    [Fact]
    public void List_by_prefix_has_the_patterns_that_could_take_in_an_event_there()
    {
        const int PatternLength = 4;
        const int PrefixLength = 3;
        var dispatcher = new TelemetryDispatcher();
        EventPattern[] patterns = [.. AllTexts.Patterns("ab.", PatternLength).Where(pattern => pattern.HasWildcards)];
        EventName[] names = AllTexts.Names("ab.", PrefixLength + 1 + PatternLength);
        foreach (EventPattern pattern in patterns)
        {
            dispatcher.Attach(pattern.ToString(), pattern, Handlers.Nothing);
        }

        Assert.All(AllTexts.Names("ab.", PrefixLength), prefix =>
        {
            EventName[] below = [.. names.Where(prefix.IsPrefixOf)];
            Assert.Equal(
                patterns.Where(pattern => Array.Exists(below, pattern.IsMatch)),
                dispatcher.List(prefix).Select(entry => entry.Pattern));
        });
    }

    private static int AssertMatches(EventPattern pattern, EventName[] names)
    {
        string expression = Regex.Escape(pattern.ToString())
            .Replace(@"\*", ".*", StringComparison.Ordinal)
            .Replace(@"\?", ".", StringComparison.Ordinal);
        var regex = new Regex($@"\A{expression}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        WildcardPattern shell = WildcardPattern.Get(pattern.ToString(), WildcardOptions.IgnoreCase);
        int matched = 0;
        foreach (EventName name in names)
        {
            bool matches = pattern.IsMatch(name);
            Assert.True(
                matches == regex.IsMatch(name.ToString()) && matches == shell.IsMatch(name.ToString()),
                $"'{pattern}' at '{name}': {matches}");
            matched += matches ? 1 : 0;
        }

        return matched;
    }

    private static string Text(Random random, string alphabet, int maxLength) =>
        new([.. Enumerable.Range(0, random.Next(1, maxLength + 1)).Select(_ => alphabet[random.Next(alphabet.Length)])]);

    /// <summary>A text that the pattern matches, or nearly.</summary>
    private static string Filled(string pattern, Random random) => string.Concat(pattern.Select(c => c switch
    {
        '*' => random.Next(3) == 0 ? string.Empty : Text(random, "ab.", 4),
        '?' => Text(random, "ab.", 1),
        _ => random.Next(30) == 0 ? "x" : char.ToUpperInvariant(c).ToString(),
    }));
}
