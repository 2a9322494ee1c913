using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The name of an event: one or more segments, separated by dots (<c>web.request.done</c>).
/// </summary>
/// <remarks>
/// <para>The comparison of names is ordinal and ignores case; each name keeps its own spelling. A segment is not empty, and
/// contains no dot, white space, wildcard character (<c>* ? [ ]</c>), control character, lone surrogate or invisible character.
/// Invisible are format characters such as the zero width space (U+200B) and the joiners (U+200C, U+200D), fillers and variation
/// selectors; names that look alike could differ by them.</para>
/// <para>Instances are immutable and safe to use from any thread. Parse a name once and keep it: parsing computes its
/// hash.</para>
/// </remarks>
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(EventNameJsonConverter))]
#endif
public sealed class EventName : IEquatable<EventName>
{
    private readonly string _name;
    private ReadOnlyCollection<string>? _segments;

    private EventName(string name, string[]? segments = null)
    {
        _name = name;
        _segments = segments is null ? null : new ReadOnlyCollection<string>(segments);
        Hash = HashOf(name);
    }

    /// <summary>The segments of the name, in order; at least one.</summary>
    public IReadOnlyList<string> Segments =>
        _segments ??= new ReadOnlyCollection<string>(_name.Split(EventNameSyntax.Separator));

    internal int Hash { get; }

    /// <summary>Parses a name from its dotted form.</summary>
    /// <param name="name">The dotted name, for example <c>web.request.done</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="FormatException">The name is empty, has an empty segment, or contains an invalid character (see
    /// <see cref="EventName"/>).</exception>
    public static EventName Parse(string name)
    {
        EventNameSyntax.ThrowIfInvalid(name);
        return new EventName(name);
    }

    /// <summary>Parses a name from its dotted form, if it is valid.</summary>
    /// <param name="name">The dotted name; null is not a valid one.</param>
    /// <param name="result">The name, or null if <paramref name="name"/> is not valid.</param>
    /// <returns>Whether <paramref name="name"/> is a valid name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, [NotNullWhen(true)] out EventName? result)
    {
        result = name is not null && EventNameSyntax.FindProblem(name) is null ? new EventName(name) : null;
        return result is not null;
    }

    /// <summary>Creates a name from its segments.</summary>
    /// <param name="segments">One or more segments, in order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="segments"/> is null.</exception>
    /// <exception cref="FormatException">There are no segments, or one of them is null, is empty, or contains a dot or an invalid
    /// character (see <see cref="EventName"/>).</exception>
    public static EventName FromSegments(params string[] segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var copy = (string[])segments.Clone();
        foreach (string? segment in copy)
        {
            if (segment is null || segment.Contains(EventNameSyntax.Separator))
            {
                throw new FormatException(
                    $"'{EventNameSyntax.Printable(segment ?? string.Empty)}' is not a segment of an event name. "
                    + "Pass each segment separately, without dots.");
            }
        }

        string name = string.Join(EventNameSyntax.SeparatorString, copy);
        EventNameSyntax.ThrowIfInvalid(name);
        return new EventName(name, copy);
    }

    /// <summary>Creates a name with one or more segments appended to this one.</summary>
    /// <param name="suffix">The segments to append, dotted; for example <c>start</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="suffix"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="suffix"/> is not a valid name.</exception>
    public EventName Append(string suffix)
    {
        EventNameSyntax.ThrowIfInvalid(suffix);
        return new EventName(_name + EventNameSyntax.SeparatorString + suffix);
    }

    /// <summary>Determines whether this name equals <paramref name="other"/> or is a prefix of it, segment by segment.</summary>
    /// <remarks><c>web</c> is a prefix of <c>web.request</c> and of itself, and not of <c>website.hit</c>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public bool IsPrefixOf(EventName other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsPrefixOf(other._name);
    }

    /// <summary>Determines whether this name equals a valid name that is not parsed, or is a prefix of it.</summary>
    internal bool IsPrefixOf(string other) => other.StartsWith(_name, StringComparison.OrdinalIgnoreCase)
        && (other.Length == _name.Length || other[_name.Length] == EventNameSyntax.Separator);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] EventName? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Hash == other.Hash && EqualNames(_name, other._name));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as EventName);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash;

    /// <summary>Returns the dotted form, in the spelling of this name.</summary>
    public override string ToString() => _name;

    /// <summary>Determines whether two names are equal, without regard to case.</summary>
    public static bool operator ==(EventName? left, EventName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Determines whether two names differ, without regard to case.</summary>
    public static bool operator !=(EventName? left, EventName? right) => !(left == right);

    internal static int HashOf(string name) => EventNameHash.Of(name);

    // Most names are literals, which are interned: comparing references spares them the call.
    internal static bool EqualNames(string left, string right) =>
        ReferenceEquals(left, right) || string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
