using System.Collections;
using System.Globalization;

namespace Telemetry.Logging;

/// <summary>Reads the values of events. No value of an emitter makes it fail: a text that cannot be had is replaced by the name of the
/// exception.</summary>
/// <param name="convert">Converts objects of types that are not known here; null for none.</param>
internal sealed class ValueReader(Func<object, object?>? convert)
{
    /// <summary>The length at which texts are cut.</summary>
    internal const int MaxText = 8192;

    private const int MaxBytes = 3 * MaxText / 4;

    internal static LogValue Read(MeasurementValue value) => value.Kind switch
    {
        MetadataValueKind.TimeSpan when value.TryGetTimeSpan(out TimeSpan time) => LogValue.Of(time),
        MetadataValueKind.Double when value.TryGetDouble(out double number) => Read(number, value),
        MetadataValueKind.Int32 or MetadataValueKind.Int64 or MetadataValueKind.UInt64 => LogValue.OfNumber(value),
        MetadataValueKind.Decimal => LogValue.OfDigits(value.ToString()),
        _ => LogValue.Of(value.ToString()),
    };

    internal LogValue Read(MetadataValue value)
    {
        switch (value.Kind)
        {
            case MetadataValueKind.Null:
                return default;
            case MetadataValueKind.Boolean:
                return LogValue.Of(value.TryGetBoolean(out bool flag) && flag);
            case MetadataValueKind.String:
                return LogValue.Of(Cut(value.TryGetString(out string? text) ? text : string.Empty));
            case MetadataValueKind.Object:
                return ReadObject(value.ToObject()!);
            case MetadataValueKind.Single when value.TryGetDouble(out double number) && IsFinite(number):
                // As a double, it would have digits that it does not have.
                return LogValue.OfDigits(value.ToString());
            default:
                return value.TryGetMeasurement(out MeasurementValue measurement) ? Read(measurement) : LogValue.Of(value.ToString());
        }
    }

    /// <summary>Reads an item of a list or a member of an object.</summary>
    internal LogValue Read(object? value) => Read(MetadataValue.From(value));

    private LogValue ReadObject(object value)
    {
        try
        {
            object? converted = convert is null ? value : convert(value);
            var shown = MetadataValue.From(converted);
            return shown.Kind == MetadataValueKind.Object ? Describe(shown.ToObject()!) : Read(shown);
        }
        catch (Exception e)
        {
            return LogValue.Of(Unreadable.Because(e));
        }
    }

    private static LogValue Describe(object value) => value switch
    {
        Exception exception => LogValue.OfMembers(ExceptionMembers.Of(exception)),
        byte[] bytes => LogValue.Of(
            Convert.ToBase64String(bytes, 0, Math.Min(bytes.Length, MaxBytes)) + (bytes.Length > MaxBytes ? Ellipsis(bytes.Length) : "")),
        IDictionary entries => LogValue.OfMembers(EntriesOf(entries)),
        IEnumerable<KeyValuePair<string, object?>> members => LogValue.OfMembers(members),
        IEnumerable<KeyValuePair<string, MetadataValue>> members => LogValue.OfMembers(Boxed(members)),
        IEnumerable<KeyValuePair<string, MeasurementValue>> members => LogValue.OfMembers(Boxed(members)),
        IEnumerable<KeyValuePair<string, string>> members => LogValue.OfMembers(Boxed(members)),
        ICollection items => LogValue.OfItems(items),
        IReadOnlyCollection<object> items => LogValue.OfItems(items),

        // Others may be queries, which would run now.
        IFormattable formattable => LogValue.Of(Cut(formattable.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty)),
        _ => LogValue.Of(Cut(value.ToString() ?? string.Empty)),
    };

    // Not by foreach, because some dictionaries enumerate other items than entries.
    private static IEnumerable<KeyValuePair<string, object?>> EntriesOf(IDictionary entries)
    {
        IDictionaryEnumerator walk = entries.GetEnumerator();
        while (walk.MoveNext())
        {
            yield return new(Convert.ToString(walk.Key, CultureInfo.InvariantCulture) ?? string.Empty, walk.Value);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Boxed<TValue>(IEnumerable<KeyValuePair<string, TValue>> members) =>
        members.Select(member => new KeyValuePair<string, object?>(member.Key, member.Value));

    private static LogValue Read(double number, MeasurementValue value) => IsFinite(number)
        ? LogValue.OfNumber(value)
        : LogValue.Of(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");

    private static bool IsFinite(double number) => !double.IsNaN(number) && !double.IsInfinity(number);

    private static string Cut(string text)
    {
        if (text.Length <= MaxText)
        {
            return text;
        }

        int length = char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText;
        return $"{text.Substring(0, length)}{Ellipsis(text.Length)}";
    }

    private static string Ellipsis(int length) => $"…({length.ToString(CultureInfo.InvariantCulture)})";
}
