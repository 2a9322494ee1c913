using System.Collections.ObjectModel;

namespace Telemetry;

/// <summary>The declaration of an entry of the metadata of an event.</summary>
public sealed class MetadataDeclaration : FieldDeclaration
{
    private readonly ReadOnlyCollection<string> _values;

    /// <summary>Creates a declaration.</summary>
    /// <param name="key">The key, such as <c>route</c>.</param>
    /// <param name="type">The type of the values.</param>
    /// <param name="description">The meaning of the values; null for none.</param>
    /// <param name="values">The possible values as text (<see cref="MetadataValue.ToCanonicalText"/>); null or none if they are not
    /// limited.</param>
    /// <param name="isOptional">Whether an event may lack the entry.</param>
    /// <exception cref="ArgumentNullException">The key or one of the values is null.</exception>
    /// <exception cref="ArgumentException">The key is blank, or the type does not exist.</exception>
    public MetadataDeclaration(
        string key,
        DeclaredType type = DeclaredType.Any,
        string? description = null,
        IEnumerable<string>? values = null,
        bool isOptional = false)
        : this(key, type, description, values, isOptional, isOfSpan: false)
    {
    }

    internal MetadataDeclaration(
        string key, DeclaredType type, string? description, IEnumerable<string>? values, bool isOptional, bool isOfSpan)
        : base(key, type, description, isOptional, isOfSpan)
    {
        string[] copy = values is null ? [] : [.. values];
        if (Array.IndexOf(copy, null) >= 0)
        {
            throw new ArgumentNullException(
                nameof(values), $"One of the values of '{key}' is null. Declare the entry as optional, if it can be null.");
        }

        _values = new ReadOnlyCollection<string>(copy);
    }

    /// <summary>The possible values as text, compared without regard to case; empty if they are not limited.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Returns the same declaration for an event that may lack the entry.</summary>
    internal MetadataDeclaration AsOptional() => IsOptional ? this : new(Key, Type, Description, Values, isOptional: true, IsOfSpan);
}
