namespace Telemetry.Metrics;

/// <summary>The text of a value of a tag, the same for equal values of different types: 200, 200.0 and "200" are one
/// series.</summary>
internal static class TagText
{
    /// <summary>The highest number of UTF-16 code units; longer text is cut.</summary>
    internal const int MaximumLength = 256;

    /// <summary>Returns the text of a value, cut at <see cref="MaximumLength"/>; null is empty text. An exception of the value's
    /// own <see cref="object.ToString"/> is passed on.</summary>
    internal static string Of(MetadataValue value) => WithoutHalves(Cut(value.ToCanonicalText()));

    /// <summary>Determines whether a text has half a character: a surrogate without the other one.</summary>
    internal static bool HasHalf(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }

    // In UTF-8, all halves are the same: two series would have one text.
    private static string WithoutHalves(string text)
    {
        if (!HasHalf(text))
        {
            return text;
        }

        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (i + 1 < characters.Length && char.IsSurrogatePair(characters[i], characters[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(characters[i]))
            {
                characters[i] = '\uFFFD';
            }
        }

        return new string(characters);
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaximumLength)
        {
            return text;
        }

        bool isInsideCharacter = char.IsHighSurrogate(text[MaximumLength - 1]) && char.IsLowSurrogate(text[MaximumLength]);
        return text.Substring(0, isInsideCharacter ? MaximumLength - 1 : MaximumLength);
    }
}
