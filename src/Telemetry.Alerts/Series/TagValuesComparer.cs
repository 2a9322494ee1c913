namespace Telemetry.Alerts;

/// <summary>Compares the tag values of series, ordinally.</summary>
internal sealed class TagValuesComparer : IEqualityComparer<IReadOnlyList<string>>
{
    internal static TagValuesComparer Instance { get; } = new();

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
        unchecked
        {
            int hash = 17;
            for (int i = 0; i < obj.Count; i++)
            {
                hash = (hash * 31) + StringComparer.Ordinal.GetHashCode(obj[i]);
            }

            return hash;
        }
    }
}
