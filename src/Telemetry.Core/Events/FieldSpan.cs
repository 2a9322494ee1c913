namespace Telemetry;

/// <summary>Reads dictionaries as spans of fields.</summary>
internal static class FieldSpan
{
    /// <summary>The fields of a dictionary: those of a snapshot as they are, those of another one copied; none for null.</summary>
    internal static ReadOnlySpan<KeyValuePair<string, TValue>> Of<TValue>(IReadOnlyDictionary<string, TValue>? fields)
        where TValue : struct, IEventValue => fields switch
        {
            null => default,
            EventFields<TValue> snapshot => snapshot.AsSpan(),
            _ => fields.ToArray(),
        };
}
