using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>Reads the values of an event as the types of its declaration. The code that is generated for a
/// <see cref="TelemetryEventAttribute"/> uses it; a handler can use it as well.</summary>
/// <remarks>
/// <para>Emitters in different languages pass numbers of different widths. A number is converted if the type can hold it: an integer of any
/// type, or a number without a fraction, to an integer; any number to a <see cref="double"/>, a <see cref="float"/> or a
/// <see cref="decimal"/>, of which it becomes the nearest one. A point in time is converted between <see cref="DateTime"/> and
/// <see cref="DateTimeOffset"/>.</para>
/// <para>In the metadata, characters, values of <see cref="Guid"/> and of enums are converted to and from text. A value of any other
/// type is not converted.</para>
/// </remarks>
public static class EventPayload
{
    /// <summary>Reads a measurement.</summary>
    /// <typeparam name="T">The type: a numeric type, <see cref="TimeSpan"/>, <see cref="DateTime"/>, <see cref="DateTimeOffset"/> or
    /// <see cref="MeasurementValue"/>.</typeparam>
    /// <param name="data">The event.</param>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value, or the default of the type.</param>
    /// <returns>Whether there is a measurement with the key that can be converted to the type.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static bool TryReadMeasurement<T>(in EventData data, string key, out T value)
        where T : struct
    {
        value = default;
        return data.TryGetMeasurement(key, out MeasurementValue found) && PayloadConversion.TryConvert(found, out value);
    }

    /// <summary>Reads a measurement that an event may lack.</summary>
    /// <param name="data">The event.</param>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value; null if there is no measurement with the key.</param>
    /// <returns>Whether there is no measurement with the key, or it can be converted to the type.</returns>
    /// <inheritdoc cref="TryReadMeasurement"/>
    public static bool TryReadNullableMeasurement<T>(in EventData data, string key, out T? value)
        where T : struct
    {
        value = null;
        if (!data.TryGetMeasurement(key, out MeasurementValue found))
        {
            return true;
        }

        bool isConverted = PayloadConversion.TryConvert(found, out T converted);
        value = isConverted ? converted : null;
        return isConverted;
    }

    /// <summary>Reads an entry of the metadata.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="data">The event.</param>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value, or the default of the type.</param>
    /// <returns>Whether there is an entry with the key that is not null and can be converted to the type.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static bool TryReadMetadata<T>(in EventData data, string key, [NotNullWhen(true)] out T? value)
    {
        value = default;
        return data.TryGetMetadata(key, out MetadataValue found) && PayloadConversion.TryConvert(found, out value);
    }

    /// <summary>Reads an entry of the metadata that an event may lack, as an object.</summary>
    /// <param name="data">The event.</param>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value; null if there is no entry with the key, or the entry is null.</param>
    /// <returns>Whether there is no entry with the key, or it is null or can be converted to the type.</returns>
    /// <inheritdoc cref="TryReadMetadata"/>
    public static bool TryReadOptionalMetadata<T>(in EventData data, string key, out T? value)
        where T : class
    {
        value = null;
        return !data.TryGetMetadata(key, out MetadataValue found)
            || found.Kind == MetadataValueKind.Null
            || PayloadConversion.TryConvert(found, out value);
    }

    /// <summary>Reads an entry of the metadata that an event may lack, as a value type.</summary>
    /// <inheritdoc cref="TryReadOptionalMetadata"/>
    public static bool TryReadNullableMetadata<T>(in EventData data, string key, out T? value)
        where T : struct
    {
        value = null;
        if (!data.TryGetMetadata(key, out MetadataValue found) || found.Kind == MetadataValueKind.Null)
        {
            return true;
        }

        bool isConverted = PayloadConversion.TryConvert(found, out T converted);
        value = isConverted ? converted : null;
        return isConverted;
    }
}
