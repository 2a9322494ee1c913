namespace Telemetry.Reporters;

/// <summary>A media type that can be served, in one version.</summary>
internal sealed class MediaType(string type, string subtype, string version)
{
    /// <summary>Returns how specifically a range of a header matches: 0 if it does not, 1 for <c>*/*</c>, 4 for type and
    /// version.</summary>
    internal int Match(string otherType, string otherSubtype, string? otherVersion)
    {
        if (otherType == "*")
        {
            return otherSubtype == "*" ? 1 : 0;
        }

        if (!string.Equals(otherType, type, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        if (otherSubtype == "*")
        {
            return 2;
        }

        return !string.Equals(otherSubtype, subtype, StringComparison.OrdinalIgnoreCase) ? 0
            : otherVersion is null ? 3
            : otherVersion == version ? 4
            : 0;
    }
}
