using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>The type that the values of a key have, as its declaration (<see cref="FieldDeclaration"/>) gives it. It is a class of types:
/// emitters in different languages pass numbers of different widths.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the names of the types that a value has.")]
public enum DeclaredType
{
    /// <summary>Any value. Never the type of a measurement.</summary>
    Any,

    /// <summary>A number without a fraction, of any numeric type: the <see cref="int"/> 3, the <see cref="ulong"/> 3 and the
    /// <see cref="double"/> 3.0, but not 3.5.</summary>
    Integer,

    /// <summary>A number of any numeric type.</summary>
    Number,

    /// <summary>A span of time, a <see cref="TimeSpan"/>. A number is not one, as it has no unit.</summary>
    Duration,

    /// <summary>A point in time: a <see cref="DateTime"/> or a <see cref="DateTimeOffset"/>.</summary>
    Time,

    /// <summary>Text: a <see cref="string"/>, a <see cref="char"/>, a <see cref="Guid"/> or a value of an enum. Never the type of a
    /// measurement.</summary>
    Text,

    /// <summary>A <see cref="bool"/>. Never the type of a measurement.</summary>
    Boolean,
}
