using System.Globalization;
using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>Reads the fields of decoded messages, of which those with their default are left out.</summary>
internal static class OtlpJson
{
    internal static JsonElement Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement child) ? child : default;

    internal static bool Has(this JsonElement element, string name) => element.Child(name).ValueKind != JsonValueKind.Undefined;

    internal static IEnumerable<JsonElement> Items(this JsonElement element, string name)
    {
        JsonElement list = element.Child(name);
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
    }

    internal static string Text(this JsonElement element, string name) => element.Child(name) is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : string.Empty;

    internal static bool Flag(this JsonElement element, string name) => element.Child(name).ValueKind == JsonValueKind.True;

    /// <summary>Returns a 32-bit number or a value of an enumeration.</summary>
    internal static int Int32(this JsonElement element, string name) => (int)element.Int64(name);

    /// <summary>Returns an integer, which is text where it has 64 bits.</summary>
    internal static long Int64(this JsonElement element, string name) => element.Child(name).Integer();

    /// <summary>Returns a number; null if there is none.</summary>
    internal static double? Number(this JsonElement element, string name) => element.Child(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text => double.Parse(text.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };

    internal static IReadOnlyList<long> Integers(this JsonElement element, string name) =>
        [.. element.Items(name).Select(item => item.Integer())];

    /// <summary>Returns a time, in steps of 100 nanoseconds.</summary>
    internal static DateTimeOffset Time(this JsonElement element, string name) =>
        DateTimeOffset.UnixEpoch.AddTicks(element.Int64(name) / 100);

    /// <summary>Returns the attributes: text, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, arrays and dictionaries of
    /// these, and bytes.</summary>
    internal static IReadOnlyDictionary<string, object?> Attributes(this JsonElement element, string name = "attributes") =>
        element.Items(name).ToDictionary(pair => pair.Text("key"), pair => pair.Child("value").Value(), StringComparer.Ordinal);

    /// <summary>Returns a value of any type; null if it is empty.</summary>
    internal static object? Value(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().FirstOrDefault() is not { Name: { } type } field)
        {
            return null;
        }

        return type switch
        {
            "stringValue" => field.Value.GetString(),
            "boolValue" => field.Value.GetBoolean(),
            "intValue" => field.Value.Integer(),
            "doubleValue" => value.Number(type),
            "arrayValue" => field.Value.Items("values").Select(Value).ToArray(),
            "kvlistValue" => field.Value.Attributes("values"),
            "bytesValue" => field.Value.GetBytesFromBase64(),
            _ => throw new InvalidDataException($"Not a value: {value}"),
        };
    }

    private static long Integer(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetInt64(),

        // Times are unsigned, and fit.
        JsonValueKind.String => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => 0,
    };
}
