namespace Telemetry;

/// <summary>The declaration of a key of an event: a measurement (<see cref="MeasurementDeclaration"/>) or an entry of the metadata
/// (<see cref="MetadataDeclaration"/>). Immutable, and safe to use from any thread.</summary>
public abstract class FieldDeclaration
{
    private protected FieldDeclaration(string key, DeclaredType type, string? description, bool isOptional, bool isOfSpan)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (string.IsNullOrWhiteSpace(key))
        {
            throw new ArgumentException("A key is not blank. Give it a name, such as 'duration'.", nameof(key));
        }

        if (type is < DeclaredType.Any or > DeclaredType.Boolean)
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, $"'{type}' is not a declared type.");
        }

        Key = key;
        Type = type;
        Description = description ?? string.Empty;
        IsOptional = isOptional;
        IsOfSpan = isOfSpan;
    }

    /// <summary>The key, which is compared without regard to case; not blank.</summary>
    public string Key { get; }

    /// <summary>The type of the values.</summary>
    public DeclaredType Type { get; }

    /// <summary>The meaning of the values; empty if none was given.</summary>
    public string Description { get; }

    /// <summary>Whether an event may lack the key. The value null counts as a lacking key.</summary>
    public bool IsOptional { get; }

    /// <summary>Whether a span adds the key to its events by itself, such as <c>duration</c>, so that no emitter passes it.</summary>
    public bool IsOfSpan { get; }

    /// <summary>Returns the key and the type, as in <c>duration (Duration)</c>.</summary>
    public override string ToString() => $"{Key} ({Type}{(IsOptional ? ", optional" : string.Empty)})";
}
