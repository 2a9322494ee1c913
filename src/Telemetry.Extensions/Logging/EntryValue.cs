using System.Globalization;
using Telemetry.Logging;

namespace Telemetry.Extensions;

/// <summary>The values of log entries: as objects for providers that store them, and as text for messages. No value of an emitter makes
/// the reading fail.</summary>
internal static class EntryValue
{
    /// <summary>The length at which texts are cut.</summary>
    internal const int MaxText = 8192;

    private const string Null = "(null)";

    /// <summary>Returns a value of metadata as an object that is not changed any more and has a bounded size: numbers, times, booleans
    /// and identifiers as they are, all others as text.</summary>
    internal static object? Of(MetadataValue value, Redactor redactor) => value.Kind switch
    {
        MetadataValueKind.String => value.TryGetString(out string? text) ? Cut(text) : string.Empty,
        MetadataValueKind.Object => Cut(new ObjectText(redactor).Write(value.ToObject())),
        _ => value.ToObject(),
    };

    /// <summary>Whether a value is a number whose text is that of its type, without regard to the culture.</summary>
    internal static bool IsNumber(object? value) => value is long or double or int or decimal;

    /// <summary>Returns a value of an entry as text, without regard to the culture. Spans of time are in milliseconds.</summary>
    internal static string TextOf(object? value) => value switch
    {
        null => Null,
        string text => text,
        bool flag => flag ? "true" : "false",
        TimeSpan time => (time.Ticks / (double)TimeSpan.TicksPerMillisecond).ToString("R", CultureInfo.InvariantCulture) + "ms",
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    /// <summary>Returns a value of an entry as text in a format. A format that the value does not have is ignored.</summary>
    internal static string TextOf(object? value, string? format)
    {
        if (format is null || value is not IFormattable formattable)
        {
            return TextOf(value);
        }

        try
        {
            return formattable.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return TextOf(value);
        }
    }

    /// <summary>Cuts a text that is too long, and adds its length.</summary>
    internal static string Cut(string text)
    {
        if (text.Length <= MaxText)
        {
            return text;
        }

        int length = char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, length)}…({text.Length})");
    }
}
