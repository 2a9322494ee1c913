using System.Globalization;

namespace Telemetry.Diagnostics;

/// <summary>Values as tags have them: numbers, booleans, text and lists of texts, which exporters know. Of other objects the text is
/// taken at once, as they may change before they are exported, or keep a lot of memory until then.</summary>
internal static class TagValue
{
    // Statuses and sizes of lists: most integers are small, and an object for each would be allocated.
    private const int SmallIntegers = 1024;
    private static readonly object?[] s_integers = new object?[SmallIntegers];

    private const int MaximumList = 64;

    private static readonly object s_true = true;
    private static readonly object s_false = false;

    internal static object? Of(MetadataValue value)
    {
        switch (value.Kind)
        {
            case MetadataValueKind.String:
                return value.TryGetString(out string? text) ? text : null;
            case MetadataValueKind.Boolean:
                return value.TryGetBoolean(out bool flag) && flag ? s_true : s_false;
            case MetadataValueKind.Int32 when value.TryGetInt64(out long integer) && (ulong)integer < SmallIntegers:
                return s_integers[integer] ??= (int)integer;
            case MetadataValueKind.TimeSpan:
                return value.TryGetTimeSpan(out TimeSpan duration) ? duration.TotalSeconds : null;
            case MetadataValueKind.DateTime or MetadataValueKind.DateTimeOffset when value.TryGetDateTime(out DateTime time):
                return time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
            case MetadataValueKind.Object when ListOf(value.ToObject()) is { } list:
                return list;
            case MetadataValueKind.Object or MetadataValueKind.Decimal or MetadataValueKind.Guid or MetadataValueKind.DateTimeOffset:
                return TextOf(value.ToObject(), static value =>
                    value is Enum name ? name.ToString() : Convert.ToString(value, CultureInfo.InvariantCulture));
            default:
                return value.ToObject();
        }
    }

    /// <summary>Returns the message of an exception, or the text of another object.</summary>
    internal static string? MessageOf(MetadataValue reason) => reason.ToObject() is Exception exception
        ? TextOf(exception, static exception => ((Exception)exception).Message)
        : Of(reason)?.ToString();

    // A short list of values that have texts of their own. Others may call code of users, or have no end.
    private static string?[]? ListOf(object? value)
    {
        if (value is not Array { Rank: 1, Length: > 0 and <= MaximumList } list)
        {
            return null;
        }

        var texts = new string?[list.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            object? item = list.GetValue(i);
            if (item is not (string or bool or Enum or Guid or byte or short or int or long or float or double or decimal))
            {
                return null;
            }

            texts[i] = item is bool flag ? (flag ? "true" : "false") : Convert.ToString(item, CultureInfo.InvariantCulture);
        }

        return texts;
    }

    private static string? TextOf(object? value, Func<object, string?> read)
    {
        try
        {
            return value is null ? null : read(value);
        }
        catch (Exception e) when (e is not ThreadAbortException)
        {
            // The object's own method; the other tags are worth more than the failure.
            return value!.GetType().FullName;
        }
    }
}
