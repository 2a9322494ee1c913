using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The events that a handler listens to: one by its exact name, or all whose whole name matches a pattern with
/// <c>*</c> (any text, also none) and <c>?</c> (any one character), as <c>job.*</c> matches <c>job.backup.start</c>.
/// </summary>
/// <remarks>
/// <para>A wildcard stands for any characters, dots among them. A character is a Unicode code point, whether it takes one
/// UTF-16 code unit or two. Case does not matter (ordinal). Events whose first segment
/// is <c>telemetry</c> are this library's own, and match only a pattern that begins with that word: <c>*</c> does not take
/// them in, <c>telemetry.*</c> does.</para>
/// <para>Instances are immutable and safe to use from any thread.</para>
/// </remarks>
public sealed class EventPattern : IEquatable<EventPattern>
{
    private const char AnyText = '*';
    private const char AnyCharacter = '?';
    private static readonly char[] s_wildcards = [AnyText, AnyCharacter];
    private static readonly char[] s_brackets = ['[', ']'];

    // The first segment of the events of this library.
    private static readonly EventName s_own = EventName.Parse("telemetry");

    private readonly string _pattern;
    private readonly bool _namesOwnEvents;

    private EventPattern(string pattern, EventName? name)
    {
        _pattern = pattern;
        EventName = name;
        _namesOwnEvents = name is null
            && pattern.AsSpan(0, pattern.IndexOfAny(s_wildcards)).StartsWith(s_own.ToString().AsSpan(), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The one event that is meant; null where the pattern has wildcards.</summary>
    public EventName? EventName { get; }

    /// <summary>Whether it has a wildcard in it, and may match any number of events.</summary>
    [MemberNotNullWhen(false, nameof(EventName))]
    public bool HasWildcards => EventName is null;

    /// <summary>Makes a pattern from its text.</summary>
    /// <param name="pattern">The name of an event, or a pattern such as <c>job.*</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    /// <exception cref="FormatException">The pattern is empty, has an empty segment, or has a bracket or another character in it
    /// that names do not have (see <see cref="Telemetry.EventName"/>).</exception>
    public static EventPattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Find(pattern, out string? problem) ?? throw new FormatException(
            $"'{EventNameSyntax.Printable(pattern)}' is neither the name of an event nor a pattern: {problem}. "
            + "Write segments with dots between them, as in 'web.request.done', or with '*' and '?' in them, as in 'web.*'.");
    }

    /// <summary>Makes a pattern from its text, if it is one.</summary>
    /// <param name="pattern">The text; null is no pattern.</param>
    /// <param name="result">The pattern, or null where <paramref name="pattern"/> is not a valid one.</param>
    /// <returns>Whether <paramref name="pattern"/> is valid.</returns>
    public static bool TryParse([NotNullWhen(true)] string? pattern, [NotNullWhen(true)] out EventPattern? result)
    {
        result = pattern is null ? null : Find(pattern, out _);
        return result is not null;
    }

    /// <summary>The pattern that means exactly one event.</summary>
    /// <param name="name">The name of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public static EventPattern FromName(EventName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new EventPattern(name.ToString(), name);
    }

    /// <summary>Whether an event is among those that are meant.</summary>
    /// <param name="name">The name of the event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool IsMatch(EventName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HasWildcards ? IsMatch(name.ToString()) : EventName.Equals(name);
    }

    /// <summary>Whether a valid name is among those that a pattern with wildcards means.</summary>
    internal bool IsMatch(string name) => (_namesOwnEvents || !s_own.IsPrefixOf(name)) && IsMatchOfText(name);

    /// <summary>Whether an event could match that is the prefix or lies below it.</summary>
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

    /// <summary>The text that the pattern was made from.</summary>
    public override string ToString() => _pattern;

    /// <summary>Whether two patterns are equal, without regard to case.</summary>
    public static bool operator ==(EventPattern? left, EventPattern? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two patterns differ, without regard to case.</summary>
    public static bool operator !=(EventPattern? left, EventPattern? right) => !(left == right);

    private static EventPattern? Find(string pattern, out string? problem)
    {
        bool hasWildcards = pattern.IndexOfAny(s_wildcards) >= 0;

        // A wildcard may stand wherever a letter may: what is left must be a name.
        problem = pattern.IndexOfAny(s_brackets) >= 0
            ? "it has a bracket in it, and the wildcards are '*' and '?' alone"
            : EventNameSyntax.FindProblem(pattern.Replace(AnyText, '_').Replace(AnyCharacter, '_'));
        return problem is not null ? null
            : hasWildcards ? new EventPattern(pattern, null)
            : new EventPattern(pattern, EventName.Parse(pattern));
    }

    // Falls back to the last '*' only, which suffices: an earlier one could take no more than that one can.
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

    // All places in the pattern that the prefix can lead to: if one is its end, the prefix itself matches; if a dot leads
    // on from one to where a segment can begin, something below it does.
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

    /// <summary>Marks a place, and those after it that are reached without any text.</summary>
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

    // As names compare, which char.ToUpperInvariant does not do for all characters; and whole ones, as the halves of a letter
    // beyond the basic plane have no case.
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
