namespace Telemetry.Alerts;

/// <summary>The text of a value of a tag, the same for equal values of different types.</summary>
internal static class SeriesText
{
    private const int MaximumLength = 256;

    /// <summary>Returns the text of a value, cut if it is long; null is empty text. An exception of the value's own
    /// <see cref="object.ToString"/> is passed on.</summary>
    internal static string Of(MetadataValue value)
    {
        string text = value.ToCanonicalText();
        if (text.Length <= MaximumLength)
        {
            return text;
        }

        bool isInsideCharacter = char.IsHighSurrogate(text[MaximumLength - 1]) && char.IsLowSurrogate(text[MaximumLength]);
        return text.Substring(0, isInsideCharacter ? MaximumLength - 1 : MaximumLength);
    }
}
