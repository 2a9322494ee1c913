namespace Telemetry.Metrics;

/// <summary>Compares lists of tag values: series are the same if each value is.</summary>
internal sealed class TagValuesComparer : IEqualityComparer<IReadOnlyList<string>>
{
    internal static readonly TagValuesComparer Instance = new();

    private TagValuesComparer()
    {
    }

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

    public int GetHashCode(IReadOnlyList<string> obj)
    {
        int hash = obj.Count;
        for (int i = 0; i < obj.Count; i++)
        {
            hash = unchecked((hash * 31) + StringComparer.Ordinal.GetHashCode(obj[i]));
        }

        return hash;
    }
}
