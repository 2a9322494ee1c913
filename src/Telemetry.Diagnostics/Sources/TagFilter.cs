using System.Collections.Concurrent;

namespace Telemetry.Diagnostics;

/// <summary>Determines which tags of a source become metadata. Safe to use from any thread.</summary>
/// <param name="patterns">The names that were given, with wildcards; null for all tags that hold no secret.</param>
/// <param name="quotesData">Whether the messages of exceptions of the source may hold secrets.</param>
internal sealed class TagFilter(IReadOnlyList<string>? patterns, bool quotesData)
{
    // The rules of further names are found at each event.
    private const int MaximumKept = 500;

    private readonly KeyPattern[]? _patterns = patterns?.Select(pattern => new KeyPattern(pattern)).ToArray();
    private readonly ConcurrentDictionary<string, TagRule> _rules = new(StringComparer.Ordinal);
    private int _kept;

    /// <summary>Returns the rule for a tag.</summary>
    internal TagRule RuleOf(string key)
    {
        if (!_rules.TryGetValue(key, out TagRule rule))
        {
            rule = FindRule(key);
            if (Volatile.Read(ref _kept) < MaximumKept && _rules.TryAdd(key, rule))
            {
                Interlocked.Increment(ref _kept);
            }
        }

        return rule;
    }

    /// <summary>Determines whether a tag becomes metadata.</summary>
    internal bool Includes(string key) => RuleOf(key) != TagRule.Exclude;

    /// <summary>Determines whether a tag was given by its name or a pattern.</summary>
    internal bool IsNamed(string key) => RuleOf(key) == TagRule.IncludeAsIs;

    private TagRule FindRule(string key) =>
        _patterns is null && quotesData && SensitiveTags.IsMessage(key) ? TagRule.Exclude
        : _patterns is null ? SensitiveTags.RuleOf(key)
        : Array.Exists(_patterns, pattern => pattern.IsMatch(key)) ? TagRule.IncludeAsIs
        : TagRule.Exclude;
}
