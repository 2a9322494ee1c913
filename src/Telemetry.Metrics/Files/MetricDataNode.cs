namespace Telemetry.Metrics;

/// <summary>A piece of data in a file of definitions, with its line: a value, a list or a map. It is the same for all formats, so
/// that the errors of a definition do not depend on the format. Immutable.</summary>
public sealed class MetricDataNode
{
    private MetricDataNode(int line) => Line = line;

    /// <summary>The line of the file in which the data begins, from 1; 0 if it is not known.</summary>
    public int Line { get; }

    /// <summary>The value: a string, a number, a boolean or null. Null for a list and a map, too.</summary>
    public object? Value { get; private init; }

    /// <summary>The items of a list; null if the data is not a list.</summary>
    public IReadOnlyList<MetricDataNode>? Items { get; private init; }

    /// <summary>The entries of a map, in the order of the file; null if the data is not a map. Keys are compared without regard to
    /// case.</summary>
    public IReadOnlyList<KeyValuePair<string, MetricDataNode>>? Entries { get; private init; }

    /// <summary>The place of the data, with which messages begin instead of the path and the line; null if it is not known by
    /// another name.</summary>
    public string? Place { get; private init; }

    /// <summary>Creates a value.</summary>
    /// <param name="value">A string, a number, a boolean or null.</param>
    /// <param name="line">The line, from 1; 0 if it is not known.</param>
    public static MetricDataNode Scalar(object? value, int line = 0) => new(line) { Value = value };

    /// <summary>Creates a value of a format that has text alone, such as a configuration. It is read as a number or a boolean where one
    /// is expected.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="line">The line, from 1; 0 if it is not known.</param>
    public static MetricDataNode Untyped(string? text, int line = 0) => new(line) { Value = text, IsUntyped = true };

    /// <summary>Creates a list.</summary>
    /// <param name="items">The items.</param>
    /// <param name="line">The line, from 1; 0 if it is not known.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    public static MetricDataNode List(IEnumerable<MetricDataNode> items, int line = 0)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new(line) { Items = [.. items] };
    }

    /// <summary>Creates a map.</summary>
    /// <param name="entries">The entries; each key once, without regard to case.</param>
    /// <param name="line">The line, from 1; 0 if it is not known.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entries"/> is null.</exception>
    /// <exception cref="ArgumentException">A key occurs twice.</exception>
    public static MetricDataNode Map(IEnumerable<KeyValuePair<string, MetricDataNode>> entries, int line = 0)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var map = new MetricDataNode(line) { Entries = [.. entries] };
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return map.Entries.FirstOrDefault(entry => !keys.Add(entry.Key)).Key is { } key
            ? throw new ArgumentException($"The key '{key}' occurs twice. Use each key once, without regard to case.", nameof(entries))
            : map;
    }

    /// <summary>Returns the same data with a place: for data that has no lines, such as a key of a configuration.</summary>
    /// <param name="place">The place, with which messages about the data begin.</param>
    /// <exception cref="ArgumentNullException"><paramref name="place"/> is null.</exception>
    public MetricDataNode At(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return new(Line) { Value = Value, Items = Items, Entries = Entries, IsUntyped = IsUntyped, Place = place };
    }

    /// <summary>Returns the data of an entry of a map.</summary>
    /// <param name="key">The key, without regard to case.</param>
    /// <returns>The data; null if this is not a map, or has no such entry.</returns>
    public MetricDataNode? Find(string key) => Entries?
        .FirstOrDefault(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Whether the value is text because its format has no other values.</summary>
    internal bool IsUntyped { get; private init; }

    /// <summary>The items of a list, or this alone: where several are allowed, one need not be a list.</summary>
    internal IReadOnlyList<MetricDataNode> ItemsOrSelf => Items ?? [this];

    /// <summary>Whether this is null, which stands for an option that is left out.</summary>
    internal bool IsNull => Value is null && IsScalar;

    internal bool IsScalar => Items is null && Entries is null;

    /// <summary>Returns the place with which messages begin.</summary>
    /// <param name="path">The path of the file.</param>
    internal string PlaceIn(string path) => Place ?? (Line > 0 ? $"{path}:{Line}" : path);

    /// <summary>Returns a description for messages.</summary>
    public override string ToString() =>
        Items is not null ? "a list"
        : Entries is not null ? "a map"
        : Value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            string text => $"'{MetricErrors.Printable(text)}'",
            _ => TagText.Of(MetadataValue.From(Value)),
        };
}
