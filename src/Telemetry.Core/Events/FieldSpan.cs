namespace Telemetry;

/// <summary>Converts dictionaries to spans of fields.</summary>
internal static class FieldSpan
{
    /// <summary>Returns the fields of a dictionary: those of a snapshot itself, or a copy of those of any other dictionary; no
    /// fields for null.</summary>
    internal static ReadOnlySpan<KeyValuePair<string, TValue>> Of<TValue>(IReadOnlyDictionary<string, TValue>? fields)
        where TValue : struct, IEventValue => fields switch
        {
            null => default,
            EventFields<TValue> snapshot => snapshot.AsSpan(),
            _ => fields.ToArray(),
        };
}
