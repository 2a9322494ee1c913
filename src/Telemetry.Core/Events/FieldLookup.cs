using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>Looks up a key among the few pairs of an event, from the end, as the last of equal keys counts.</summary>
internal static class FieldLookup
{
    internal static bool TryFind<TValue>(
        ReadOnlySpan<KeyValuePair<string, TValue>> fields, string key, [MaybeNullWhen(false)] out TValue value)
    {
        int index = LastIndexOf(fields, key);
        value = index >= 0 ? fields[index].Value : default;
        return index >= 0;
    }

    internal static int LastIndexOf<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> fields, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        int index = fields.Length - 1;
        while (index >= 0 && !AreEqual(fields[index].Key, key))
        {
            index--;
        }

        return index;
    }

    /// <summary>Returns the fields that have a key: the span itself, or a copy if a field in it has no key, as in an array that
    /// is not filled.</summary>
    internal static ReadOnlySpan<KeyValuePair<string, TValue>> WithKeys<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> fields)
    {
        foreach (ref readonly KeyValuePair<string, TValue> field in fields)
        {
            if (field.Key is null)
            {
                return CopyWithKeys(fields);
            }
        }

        return fields;
    }

    private static KeyValuePair<string, TValue>[] CopyWithKeys<TValue>(ReadOnlySpan<KeyValuePair<string, TValue>> fields) =>
        Array.FindAll(fields.ToArray(), field => field.Key is not null);

    // Most keys are literals, which are interned, or differ in length: neither needs the comparison of strings.
    private static bool AreEqual(string? one, string other) =>
        ReferenceEquals(one, other)
        || (one is not null && one.Length == other.Length && string.Equals(one, other, StringComparison.OrdinalIgnoreCase));
}
