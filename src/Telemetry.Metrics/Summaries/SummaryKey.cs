namespace Telemetry.Metrics;

/// <summary>The name and the values of the tags of a row.</summary>
internal readonly struct SummaryKey(string name, string[] tagValues) : IEquatable<SummaryKey>
{
    internal string Name => name;

    internal string[] TagValues => tagValues;

    public bool Equals(SummaryKey other)
    {
        if (!name.Equals(other.Name, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        for (int i = 0; i < tagValues.Length; i++)
        {
            if (!string.Equals(tagValues[i], other.TagValues[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is SummaryKey other && Equals(other);

    public override int GetHashCode()
    {
        int hash = StringComparer.OrdinalIgnoreCase.GetHashCode(name);
        foreach (string value in tagValues)
        {
            hash = unchecked((hash * 397) ^ value.GetHashCode());
        }

        return hash;
    }
}
