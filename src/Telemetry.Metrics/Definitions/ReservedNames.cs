namespace Telemetry.Metrics;

/// <summary>The names under which the samples of a metric are exported, as far as its type has them. Two metrics that share one
/// cannot be told apart. Immutable.</summary>
internal sealed class ReservedNames
{
    private static readonly string[] s_monotonic = [string.Empty, ExportedName.TotalSuffix, "_created"];
    private static readonly string[] s_gauge = [string.Empty];
    private static readonly string[] s_summary = [string.Empty, "_count", "_sum", "_created"];
    private static readonly string[] s_distribution = [string.Empty, "_bucket", "_count", "_sum", "_created"];

    private readonly string[] _withUnit;
    private readonly string[] _withoutUnit;

    internal ReservedNames(MetricDefinition definition)
    {
        string[] suffixes = definition switch
        {
            { IsMonotonic: true } => s_monotonic,
            { Type: MetricType.Summary } => s_summary,
            { Type: MetricType.Distribution } => s_distribution,
            _ => s_gauge,
        };
        _withUnit = NamesOf(ExportedName.StemOf(definition, withUnit: true), suffixes);
        _withoutUnit = definition.Unit is null ? _withUnit : NamesOf(ExportedName.StemOf(definition, withUnit: false), suffixes);
    }

    /// <summary>Returns a name that both metrics have; null if there is none. Names with units are compared with each other, and
    /// so are names without.</summary>
    internal string? FindShared(ReservedNames other) =>
        FindShared(_withUnit, other._withUnit) ?? FindShared(_withoutUnit, other._withoutUnit);

    private static string[] NamesOf(string stem, string[] suffixes) =>
        Array.ConvertAll(suffixes, suffix => ExportedName.AfterDigit(stem + suffix));

    private static string? FindShared(string[] names, string[] others)
    {
        // Of two names that share a sample, one begins with the other's stem. This excludes nearly all.
        string stem = names[0];
        string otherStem = others[0];
        bool canShare = stem.Length <= otherStem.Length
            ? otherStem.StartsWith(stem, StringComparison.OrdinalIgnoreCase)
            : stem.StartsWith(otherStem, StringComparison.OrdinalIgnoreCase);
        return canShare ? Array.Find(names, name => others.Contains(name, StringComparer.OrdinalIgnoreCase)) : null;
    }
}
