namespace Telemetry.Metrics;

/// <summary>A tag of a metric: the name by which series are told apart, and the source of its value. Immutable.</summary>
/// <remarks>A string converts to the tag that is named like its metadata key.</remarks>
public sealed class MetricTag
{
    /// <summary>Creates a tag whose value is the metadata value with the same key.</summary>
    /// <param name="name">The name, which is the key: any text without line breaks, for example <c>route</c> or
    /// <c>http.route</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public MetricTag(string name)
        : this(name, name)
    {
    }

    /// <summary>Creates a tag whose value is the metadata value with another key.</summary>
    /// <param name="name">The name of the tag.</param>
    /// <param name="key">The key in the metadata, compared without regard to case.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public MetricTag(string name, string key)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(key);
        Name = name;
        Key = key;
    }

    /// <summary>Creates a tag whose value is read from the event by a function.</summary>
    /// <param name="name">The name of the tag.</param>
    /// <param name="reader">The function.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public MetricTag(string name, MetricReader reader)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(reader);
        Name = name;
        Reader = reader;
    }

    /// <summary>The name of the tag.</summary>
    public string Name { get; }

    /// <summary>The key in the metadata; null if a function reads the value.</summary>
    public string? Key { get; }

    /// <summary>The function that reads the value; null if the value is that of <see cref="Key"/>.</summary>
    public MetricReader? Reader { get; }

    /// <summary>Converts a metadata key to the tag of the same name.</summary>
    public static implicit operator MetricTag(string name) => new(name);

    /// <summary>Creates the tag of a metadata key, for languages without conversion operators.</summary>
    public static MetricTag FromString(string name) => new(name);

    /// <summary>Returns the name, with the key if it differs: <c>route=http.route</c>.</summary>
    public override string ToString() => Key is null ? $"{Name}={{…}}" : Key == Name ? Name : $"{Name}={Key}";
}
