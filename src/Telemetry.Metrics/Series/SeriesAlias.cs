namespace Telemetry.Metrics;

/// <summary>The tag values of a series as an emitter gives them, for example the number 200, whose text would have to be made to
/// find the series.</summary>
internal sealed class SeriesAlias(MetadataValue[] values, Series target, int hash) : SeriesNode(hash)
{
    internal MetadataValue[] Values { get; } = values;

    internal override Series Target { get; } = target;
}
