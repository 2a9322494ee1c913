#if NET
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Telemetry;

/// <summary>Writes values of events as JSON, for <see cref="JsonSerializer"/>: numbers and booleans as such, times as ISO 8601, a
/// <see cref="TimeSpan"/> as <c>"00:00:01.5000000"</c>. An object is serialized with the options; an exception or an object that
/// cannot be serialized is written as its text. For .NET 8 and later only.</summary>
/// <typeparam name="TValue"><see cref="MeasurementValue"/> or <see cref="MetadataValue"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventValueJsonConverter<TValue> : JsonConverter<TValue>
    where TValue : struct, IEventValue
{
    /// <summary>Not supported: JSON does not preserve the type of a value.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override TValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(
            $"A {typeof(TValue).Name} cannot be read from JSON, which does not preserve the type of the value. "
            + "Read the number or the text instead.");

    /// <summary>Writes a value.</summary>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="value">The value.</param>
    /// <param name="options">The options to serialize an object with.</param>
    public override void Write(Utf8JsonWriter writer, TValue value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        object? plain = value.ToObject();
        switch (plain)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case sbyte or short or int or long:
                writer.WriteNumberValue(Convert.ToInt64(plain, null));
                break;
            case byte or ushort or uint or ulong:
                writer.WriteNumberValue(Convert.ToUInt64(plain, null));
                break;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case DateTime time:
                writer.WriteStringValue(time);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                break;
            case string or char or float or double or TimeSpan or Guid or Exception:
                writer.WriteStringValue(TextOf(plain));
                break;
            default:
                WriteObject(writer, plain, options);
                break;
        }
    }

    // Serialized separately, as an object that fails halfway would leave the record incomplete.
    [SuppressMessage("Design", "CA1031", Justification = "The emitter's object may throw anything; the record is still written.")]
    private static void WriteObject(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        JsonElement element;
        try
        {
            JsonTypeInfo type = options.GetTypeInfo(value.GetType());
            element = JsonSerializer.SerializeToElement(value, type);
        }
        catch (Exception)
        {
            writer.WriteStringValue(TextOf(value));
            return;
        }

        element.WriteTo(writer);
    }

    [SuppressMessage("Design", "CA1031", Justification = "As above.")]
    private static string TextOf(object value)
    {
        try
        {
            return ValueText.Of(value);
        }
        catch (Exception)
        {
            return value.GetType().ToString();
        }
    }
}
#endif
