using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The name of an event: one or more segments, written with dots between them (<c>web.request.done</c>).
/// </summary>
/// <remarks>
/// <para>Names compare without regard to case (ordinal) and keep the spelling they were made with. A segment is not
/// empty and holds no dot, no white space, no wildcard character (<c>* ? [ ]</c>), no control character, no half of a
/// character (a lone surrogate), and no character that shows nothing: format characters such as the zero width space
/// (U+200B) and the joiners (U+200C, U+200D), fillers and variation selectors. Two names that read alike would differ by
/// them.</para>
/// <para>Instances are immutable and safe to use from any thread. Parse a name once and keep it: its hash is
/// computed at that time.</para>
/// </remarks>
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(EventNameJsonConverter))]
#endif
public sealed class EventName : IEquatable<EventName>
{
    private readonly string _name;
    private SegmentList? _segments;

    private EventName(string name, string[]? segments = null)
    {
        _name = name;
        _segments = segments is null ? null : new SegmentList(segments);
        Hash = HashOf(name);
    }

    /// <summary>The segments of the name, in order; at least one.</summary>
    public IReadOnlyList<string> Segments => _segments ??= new SegmentList(_name.Split(EventNameSyntax.Separator));

    internal string[] SegmentArray => ((SegmentList)Segments).Array;

    internal int Hash { get; }

    /// <summary>Makes a name from its dotted form.</summary>
    /// <param name="name">The name as written, for example <c>web.request.done</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="FormatException">The name is empty, has an empty segment, or has a character in it that names do not
    /// have (see <see cref="EventName"/>).</exception>
    public static EventName Parse(string name)
    {
        EventNameSyntax.ThrowIfInvalid(name);
        return new EventName(name);
    }

    /// <summary>Makes a name from its dotted form, if it is one.</summary>
    /// <param name="name">The name as written; null is no name.</param>
    /// <param name="result">The name, or null where <paramref name="name"/> is not a valid one.</param>
    /// <returns>Whether <paramref name="name"/> is a valid name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, [NotNullWhen(true)] out EventName? result)
    {
        result = name is not null && EventNameSyntax.FindProblem(name) is null ? new EventName(name) : null;
        return result is not null;
    }

    /// <summary>Makes a name from its segments.</summary>
    /// <param name="segments">One or more segments, in order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="segments"/> is null.</exception>
    /// <exception cref="FormatException">There is no segment, or one of them is null, empty, or has a dot or a character in it
    /// that names do not have (see <see cref="EventName"/>).</exception>
    public static EventName FromSegments(params string[] segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var copy = (string[])segments.Clone();
        foreach (string? segment in copy)
        {
            if (segment is null || segment.Contains(EventNameSyntax.Separator))
            {
                throw new FormatException(
                    $"'{EventNameSyntax.Printable(segment ?? string.Empty)}' is not a segment of an event name: give each segment on its own, without dots.");
            }
        }

        string name = string.Join(EventNameSyntax.SeparatorString, copy);
        EventNameSyntax.ThrowIfInvalid(name);
        return new EventName(name, copy);
    }

    /// <summary>Makes the name that has one more segment (or several, dotted) at its end.</summary>
    /// <param name="suffix">What to append, for example <c>start</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="suffix"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="suffix"/> is not a valid name.</exception>
    public EventName Append(string suffix)
    {
        EventNameSyntax.ThrowIfInvalid(suffix);
        return new EventName(_name + EventNameSyntax.SeparatorString + suffix);
    }

    /// <summary>Whether this name equals <paramref name="other"/> or begins it, segment by segment.</summary>
    /// <remarks><c>web</c> is a prefix of <c>web.request</c> and of itself, and not of <c>website.hit</c>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public bool IsPrefixOf(EventName other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsPrefixOf(other._name);
    }

    /// <summary>The same for a valid name that is not parsed.</summary>
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

    /// <summary>The dotted form, in the spelling the name was made with.</summary>
    public override string ToString() => _name;

    /// <summary>Whether two names are equal, without regard to case.</summary>
    public static bool operator ==(EventName? left, EventName? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two names differ, without regard to case.</summary>
    public static bool operator !=(EventName? left, EventName? right) => !(left == right);

    internal static int HashOf(string name) => EventNameHash.Of(name);

    // Most names are literals, of which there is one object each: those need no call.
    internal static bool EqualNames(string left, string right) =>
        ReferenceEquals(left, right) || string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // One field and not two, for the array and for what is handed out: most names are never asked for their segments.
    private sealed class SegmentList(string[] array) : ReadOnlyCollection<string>(array)
    {
        internal string[] Array { get; } = array;
    }
}
