namespace Telemetry.Metrics;

/// <summary>Compares lists of tag values (<see cref="SeriesReading.TagValues"/>): series are the same if each value is.
/// Immutable.</summary>
public sealed class TagValuesComparer : IEqualityComparer<IReadOnlyList<string>>
{
    private TagValuesComparer()
    {
    }

    /// <summary>The comparer.</summary>
    public static TagValuesComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
    {
        if (x is null || y is null || x.Count != y.Count)
        {
            return ReferenceEquals(x, y);
        }

        for (int i = 0; i < x.Count; i++)
        {
            if (!string.Equals(x[i], y[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="obj"/> is null.</exception>
    public int GetHashCode(IReadOnlyList<string> obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        int hash = obj.Count;
        for (int i = 0; i < obj.Count; i++)
        {
            hash = unchecked((hash * 31) + StringComparer.Ordinal.GetHashCode(obj[i]));
        }

        return hash;
    }
}
