namespace Telemetry.Metrics;

/// <summary>A condition on a value of an event: the value with a key, of the metadata or else of the measurements, is one of the
/// given ones. Immutable.</summary>
public sealed class MetricCondition
{
    /// <summary>Creates a condition.</summary>
    /// <param name="key">The key, compared without regard to case.</param>
    /// <param name="values">The accepted values, at least one. Values are compared as text, without regard to case, so that 200
    /// and "200" are one; text may have the wildcards <c>*</c> and <c>?</c>. Null is accepted where the event has no value.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public MetricCondition(string key, params IReadOnlyList<MetadataValue> values)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(values);
        Key = key;
        Values = [.. values];
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The accepted values.</summary>
    public IReadOnlyList<MetadataValue> Values { get; }
}
