namespace Telemetry.Commands;

/// <summary>Formats declared keys for people.</summary>
internal static class DeclarationText
{
    private const int MaxValues = 10;

    /// <summary>Formats keys with their units: <c>bytes (byte), retries?</c>. A question mark stands for a key that may be
    /// missing.</summary>
    internal static string OfMeasurements(IEnumerable<MeasurementDeclaration> fields) =>
        string.Join(", ", fields.Select(field => KeyOf(field) + (field.Unit is null ? string.Empty : $" ({field.Unit})")));

    /// <summary>Formats keys with their values: <c>path, status (ok|failed)</c>.</summary>
    internal static string OfMetadata(IEnumerable<MetadataDeclaration> fields) =>
        string.Join(", ", fields.Select(field => KeyOf(field) + (field.Values.Count == 0 ? string.Empty : $" ({ValuesOf(field, "|")})")));

    /// <summary>Formats a key with all that is declared of it.</summary>
    internal static string LineOf(FieldDeclaration field)
    {
        string details = string.Join(", ", DetailsOf(field));
        return $"{field.Key} ({details}){(field.Description.Length == 0 ? string.Empty : $": {field.Description}")}";
    }

    /// <summary>Formats the values of a key, at most ten.</summary>
    internal static string ValuesOf(MetadataDeclaration field, string separator) =>
        string.Join(separator, field.Values.Take(MaxValues)) + (field.Values.Count > MaxValues ? $"{separator}…" : string.Empty);

    private static IEnumerable<string> DetailsOf(FieldDeclaration field)
    {
        yield return $"{field.Type}";
        if (field is MeasurementDeclaration { Unit: { } unit })
        {
            yield return unit;
        }

        if (field is MetadataDeclaration { Values.Count: > 0 } limited)
        {
            yield return ValuesOf(limited, "|");
        }

        if (field.IsOptional)
        {
            yield return "optional";
        }
    }

    private static string KeyOf(FieldDeclaration field) => field.IsOptional ? $"{field.Key}?" : field.Key;
}
