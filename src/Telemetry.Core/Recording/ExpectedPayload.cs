namespace Telemetry;

/// <summary>The measurements and the metadata that a test expects in an event, which may have others besides.</summary>
internal sealed class ExpectedPayload
{
    private readonly EventFields<MeasurementValue> _measurements;
    private readonly EventFields<MetadataValue> _metadata;

    internal ExpectedPayload(
        IEnumerable<KeyValuePair<string, MeasurementValue>>? measurements, IEnumerable<KeyValuePair<string, MetadataValue>>? metadata)
    {
        _measurements = new EventFields<MeasurementValue>(measurements?.ToArray() ?? []);
        _metadata = new EventFields<MetadataValue>(metadata?.ToArray() ?? []);
    }

    private bool IsEmpty => _measurements.Count + _metadata.Count == 0;

    internal bool IsMatch(EventRecord record) => !Differences(record).Any();

    /// <summary>Returns the values of an event that are not as expected, for a message; an empty string if there are none.</summary>
    internal string Remark(EventRecord record)
    {
        string differences = string.Join(", ", Differences(record));
        return differences.Length == 0 ? string.Empty : $": {differences}";
    }

    /// <summary>Returns the values for a message, after the name of an event; an empty string if there are none.</summary>
    public override string ToString() => IsEmpty ? string.Empty : $" with {_measurements} {_metadata}";

    private IEnumerable<string> Differences(EventRecord record) =>
        Differences(_measurements, record.Measurements, "measurement").Concat(Differences(_metadata, record.Metadata, "metadata"));

    private static IEnumerable<string> Differences<TValue>(
        EventFields<TValue> expected, IReadOnlyDictionary<string, TValue> actual, string kind)
        where TValue : struct, IEventValue
    {
        foreach (KeyValuePair<string, TValue> field in (IReadOnlyDictionary<string, TValue>)expected)
        {
            if (!actual.TryGetValue(field.Key, out TValue value))
            {
                yield return $"{kind} '{field.Key}' is missing";
            }
            else if (!value.Equals(field.Value))
            {
                (string was, string should) = (Text(value), Text(field.Value));

                // Values of different types can have the same text.
                yield return was == should
                    ? $"'{field.Key}' is {was} of type {TypeOf(value)}, not {TypeOf(field.Value)}"
                    : $"'{field.Key}' is {was}, not {should}";
            }
        }
    }

    private static string Text<TValue>(TValue value)
        where TValue : struct, IEventValue
    {
        try
        {
            string? text = value.ToString();
            return value.ToObject() is null ? "null" : string.IsNullOrEmpty(text) ? "''" : text!;
        }
        catch (Exception)
        {
            // An object in the metadata that cannot be converted to text. The message must not be lost for it.
            return value.ToObject()!.GetType().ToString();
        }
    }

    private static string TypeOf<TValue>(TValue value)
        where TValue : struct, IEventValue => value.ToObject()?.GetType().Name ?? "null";
}
