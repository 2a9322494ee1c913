#if NET
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telemetry;

/// <summary>Writes the name of an event as JSON in its dotted form, for <see cref="JsonSerializer"/>, and reads it. Only for .NET 8
/// and later.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventNameJsonConverter : JsonConverter<EventName>
{
    /// <summary>Reads a name.</summary>
    /// <param name="reader">The reader, at a string.</param>
    /// <param name="typeToConvert">The type to read.</param>
    /// <param name="options">The options, which are not used.</param>
    /// <exception cref="JsonException">The text is not a valid name.</exception>
    public override EventName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    /// <summary>Writes a name.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The name.</param>
    /// <param name="options">The options, which are not used.</param>
    public override void Write(Utf8JsonWriter writer, EventName value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.ToString());
    }

    /// <summary>Reads a name that is the key of a dictionary.</summary>
    /// <inheritdoc cref="Read"/>
    public override EventName ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString());

    /// <summary>Writes a name that is the key of a dictionary.</summary>
    /// <inheritdoc cref="Write"/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, EventName value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WritePropertyName(value.ToString());
    }

    private static EventName Parse(string? text)
    {
        try
        {
            return EventName.Parse(text ?? string.Empty);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
#endif
