namespace Telemetry;

/// <summary>Converts text in the metadata to types that emitters in other languages write as text.</summary>
internal static class TextConversion
{
    internal static object? ToChar(MetadataValue value) =>
        value.TryGetString(out string? text) && text.Length == 1 ? text[0] : null;

    internal static object? ToGuid(MetadataValue value) =>
        value.TryGetString(out string? text) && Guid.TryParse(text, out Guid id) ? id : null;

    /// <summary>Returns the value of an enum with a name, without regard to case, or a number.</summary>
    internal static object? ToEnum(Type type, MetadataValue value)
    {
        if (value.TryGetInt64(out long number))
        {
            return Enum.ToObject(type, number);
        }

        if (!value.TryGetString(out string? text))
        {
            return null;
        }

        try
        {
            return Enum.Parse(type, text, ignoreCase: true);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            // netstandard2.0 has no method that tries it for a type that is not known at compile time.
            return null;
        }
    }
}
