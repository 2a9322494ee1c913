namespace Telemetry;

/// <summary>Determines whether values are of a declared type.</summary>
internal static class DeclaredTypes
{
    internal static bool IsOfType(DeclaredType type, MetadataValue value) => type switch
    {
        DeclaredType.Any => true,
        DeclaredType.Integer => IsInteger(value),
        DeclaredType.Number => value.TryGetDouble(out _),
        DeclaredType.Duration => value.TryGetTimeSpan(out _),
        DeclaredType.Time => value.TryGetDateTime(out _),
        DeclaredType.Boolean => value.TryGetBoolean(out _),
        _ => IsText(value),
    };

    /// <summary>Returns a value of the type for a message, as in <c>a TimeSpan</c>.</summary>
    internal static string Example(DeclaredType type) => type switch
    {
        DeclaredType.Integer => "a number without a fraction",
        DeclaredType.Number => "a number",
        DeclaredType.Duration => "a TimeSpan",
        DeclaredType.Time => "a DateTime or a DateTimeOffset",
        DeclaredType.Boolean => "true or false",
        DeclaredType.Text => "text",
        _ => "any value",
    };

    // A script calculates with doubles, so that a count may be the double 3.0.
    private static bool IsInteger(MetadataValue value) =>
        value.TryGetMeasurement(out MeasurementValue number)
        && number.Kind switch
        {
            MetadataValueKind.Int32 or MetadataValueKind.Int64 or MetadataValueKind.UInt64 => true,
            MetadataValueKind.Double => number.TryGetDouble(out double real) && Math.Floor(real) == real && !double.IsInfinity(real),
            MetadataValueKind.Decimal => number.TryGetDecimal(out decimal exact) && decimal.Truncate(exact) == exact,
            _ => false,
        };

    private static bool IsText(MetadataValue value) =>
        value.Kind is MetadataValueKind.String or MetadataValueKind.Char or MetadataValueKind.Guid || value.ToObject() is Enum;
}
