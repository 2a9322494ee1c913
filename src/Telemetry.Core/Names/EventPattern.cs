using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The events that a handler listens to: one event, by its exact name, or all events whose whole name matches a pattern with
/// <c>*</c> (any text, including none) and <c>?</c> (any one character). For example, <c>job.*</c> matches
/// <c>job.backup.start</c>.
/// </summary>
/// <remarks>
/// <para>A wildcard matches any characters, including dots. A character is a Unicode code point, whether it has one UTF-16 code
/// unit or two. The comparison is ordinal and ignores case. Events whose first segment is <c>telemetry</c> are this library's
/// own, and match only a pattern that begins with that word: <c>telemetry.*</c> matches them, and <c>*</c> does not.</para>
/// <para>Instances are immutable and safe to use from any thread.</para>
/// </remarks>
public sealed class EventPattern : IEquatable<EventPattern>
{
    private const char AnyText = EventPatternSyntax.AnyText;
    private const char AnyCharacter = EventPatternSyntax.AnyCharacter;

    // The first segment of the events of this library.
    private static readonly EventName s_own = EventName.Parse("telemetry");

    private readonly string _pattern;
    private readonly bool _namesOwnEvents;

    private EventPattern(string pattern, EventName? name)
    {
        _pattern = pattern;
        EventName = name;
        _namesOwnEvents = name is null
            && pattern.AsSpan(0, EventPatternSyntax.IndexOfWildcard(pattern))
                .StartsWith(s_own.ToString().AsSpan(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The name of the event; null if the pattern has wildcards.</summary>
    public EventName? EventName { get; }

    /// <summary>Whether the pattern has wildcards, so that it can match any number of events.</summary>
    [MemberNotNullWhen(false, nameof(EventName))]
    public bool HasWildcards => EventName is null;

    /// <summary>Parses a pattern.</summary>
    /// <param name="pattern">The name of an event, or a pattern such as <c>job.*</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    /// <exception cref="FormatException">The pattern is empty, has an empty segment, or contains a bracket or another invalid
    /// character (see <see cref="Telemetry.EventName"/>).</exception>
    public static EventPattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return CreateOrNull(pattern, out string? problem) ?? throw new FormatException(
            $"'{EventNameSyntax.Printable(pattern)}' is neither the name of an event nor a pattern: {problem}. "
            + "Write segments separated by dots, as in 'web.request.done', or with the wildcards '*' and '?', as in 'web.*'.");
    }

    /// <summary>Parses a pattern, if it is valid.</summary>
    /// <param name="pattern">The text; null is not a valid pattern.</param>
    /// <param name="result">The pattern, or null if <paramref name="pattern"/> is not valid.</param>
    /// <returns>Whether <paramref name="pattern"/> is valid.</returns>
    public static bool TryParse([NotNullWhen(true)] string? pattern, [NotNullWhen(true)] out EventPattern? result)
    {
        result = pattern is null ? null : CreateOrNull(pattern, out _);
        return result is not null;
    }

    /// <summary>Creates the pattern that matches exactly one event.</summary>
    /// <param name="name">The name of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static EventPattern FromName(EventName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new EventPattern(name.ToString(), name);
    }

    /// <summary>Determines whether the pattern matches an event.</summary>
    /// <param name="name">The name of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool IsMatch(EventName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HasWildcards ? IsMatch(name.ToString()) : EventName.Equals(name);
    }

    /// <summary>Determines whether a pattern with wildcards matches a valid name.</summary>
    internal bool IsMatch(string name) => (_namesOwnEvents || !s_own.IsPrefixOf(name)) && IsMatchOfText(name);

    /// <summary>Determines whether the pattern could match an event at the prefix or below it.</summary>
    internal bool CanMatchBelow(EventName prefix) => HasWildcards
        ? (_namesOwnEvents || !s_own.IsPrefixOf(prefix)) && CanMatchBelow(prefix.ToString())
        : prefix.IsPrefixOf(EventName);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] EventPattern? other) =>
        other is not null && EventName.EqualNames(_pattern, other._pattern);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as EventPattern);

    /// <inheritdoc/>
    public override int GetHashCode() => EventName.HashOf(_pattern);

    /// <summary>Returns the text of the pattern.</summary>
    public override string ToString() => _pattern;

    /// <summary>Determines whether two patterns are equal, without regard to case.</summary>
    public static bool operator ==(EventPattern? left, EventPattern? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Determines whether two patterns differ, without regard to case.</summary>
    public static bool operator !=(EventPattern? left, EventPattern? right) => !(left == right);

    private static EventPattern? CreateOrNull(string pattern, out string? problem)
    {
        problem = EventPatternSyntax.FindProblem(pattern);
        return problem is not null ? null
            : EventPatternSyntax.IndexOfWildcard(pattern) >= 0 ? new EventPattern(pattern, null)
            : new EventPattern(pattern, EventName.Parse(pattern));
    }

    // Backtracking to the last '*' suffices: an earlier one could match no more than that one can.
    private bool IsMatchOfText(string text)
    {
        int position = 0;
        int star = -1;
        int resumeAt = 0;
        int i = 0;
        while (i < text.Length)
        {
            if (position < _pattern.Length && _pattern[position] == AnyText)
            {
                star = position++;
                resumeAt = i;
            }
            else if (position < _pattern.Length && IsMatchAt(position, text, i))
            {
                position += EventNameSyntax.LengthAt(_pattern, position);
                i += EventNameSyntax.LengthAt(text, i);
            }
            else if (star >= 0)
            {
                position = star + 1;
                i = resumeAt += EventNameSyntax.LengthAt(text, resumeAt);
            }
            else
            {
                return false;
            }
        }

        return AcceptsEnd(position);
    }

    // Collects all positions in the pattern that the prefix can lead to. If one is the end of the pattern, the prefix itself
    // matches; if a dot leads from one to a position where a segment can begin, an event below it can match.
    private bool CanMatchBelow(string prefix)
    {
        bool[] places = Skip(new bool[_pattern.Length + 1], 0);
        for (int i = 0; i < prefix.Length; i += EventNameSyntax.LengthAt(prefix, i))
        {
            places = Step(places, prefix, i);
        }

        bool[] below = Step(places, EventNameSyntax.SeparatorString, 0);
        return Enumerable.Range(0, _pattern.Length + 1).Any(place => places[place] && AcceptsEnd(place))
            || Enumerable.Range(0, _pattern.Length).Any(place => below[place] && _pattern[place] != EventNameSyntax.Separator);
    }

    private bool[] Step(bool[] places, string text, int i)
    {
        var next = new bool[places.Length];
        for (int place = 0; place < _pattern.Length; place++)
        {
            if (places[place] && _pattern[place] == AnyText)
            {
                Skip(next, place);
            }
            else if (places[place] && IsMatchAt(place, text, i))
            {
                Skip(next, place + EventNameSyntax.LengthAt(_pattern, place));
            }
        }

        return next;
    }

    /// <summary>Marks a position, and those that are reached from it without any text.</summary>
    private bool[] Skip(bool[] places, int place)
    {
        places[place] = true;
        while (place < _pattern.Length && _pattern[place] == AnyText)
        {
            places[++place] = true;
        }

        return places;
    }

    private bool AcceptsEnd(int position) => _pattern.AsSpan(position).Trim(AnyText).IsEmpty;

    // Compares as names do, which char.ToUpperInvariant does not do for all characters; and whole code points, as surrogates have
    // no case.
    private bool IsMatchAt(int position, string text, int i)
    {
        if (_pattern[position] == AnyCharacter)
        {
            return true;
        }

        int length = EventNameSyntax.LengthAt(_pattern, position);
        return length == EventNameSyntax.LengthAt(text, i)
            && ((length == 1 && _pattern[position] == text[i])
                || _pattern.AsSpan(position, length).Equals(text.AsSpan(i, length), StringComparison.OrdinalIgnoreCase));
    }
}
