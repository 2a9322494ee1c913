namespace Telemetry.Reporters;

/// <summary>Compares lists of tag values by their items.</summary>
internal sealed class TagListComparer : IEqualityComparer<IReadOnlyList<string>>
{
    internal static readonly TagListComparer Instance = new();

    private TagListComparer()
    {
    }

    public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.SequenceEqual(y, StringComparer.Ordinal));

    public int GetHashCode(IReadOnlyList<string> obj)
    {
        int hash = obj.Count;
        foreach (string value in obj)
        {
            hash = unchecked((hash * 31) + StringComparer.Ordinal.GetHashCode(value));
        }

        return hash;
    }
}
