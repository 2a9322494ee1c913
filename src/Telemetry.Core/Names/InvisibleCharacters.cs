namespace Telemetry;

/// <summary>The invisible characters, by which names that look alike could differ: format characters (category Cf), code points
/// that are ignored in display (Default_Ignorable_Code_Point), and blanks that are not white space.</summary>
/// <remarks>The table is that of Unicode 16. The framework's categories are not used: in .NET Framework they are those of an
/// older Unicode, so that a name could be valid in one edition of PowerShell and not in the other.</remarks>
internal static class InvisibleCharacters
{
    // First and last of each range, in ascending order.
    private static readonly int[] s_ranges =
    [
        0x00AD, 0x00AD, // soft hyphen
        0x034F, 0x034F, // combining grapheme joiner
        0x0600, 0x0605, // Arabic number signs
        0x061C, 0x061C, // Arabic letter mark
        0x06DD, 0x06DD, // Arabic end of ayah
        0x070F, 0x070F, // Syriac abbreviation mark
        0x0890, 0x0891, // Arabic currency signs
        0x08E2, 0x08E2, // Arabic disputed end of ayah
        0x115F, 0x1160, // Hangul fillers
        0x17B4, 0x17B5, // Khmer inherent vowels
        0x180B, 0x180F, // Mongolian variation selectors and vowel separator
        0x200B, 0x200F, // zero width space, joiners, direction marks
        0x202A, 0x202E, // directions
        0x2060, 0x206F, // word joiner, invisible operators, directions
        0x2800, 0x2800, // blank Braille pattern
        0x3164, 0x3164, // Hangul filler
        0xFE00, 0xFE0F, // variation selectors
        0xFEFF, 0xFEFF, // byte order mark
        0xFFA0, 0xFFA0, // Hangul filler of half width
        0xFFF0, 0xFFFB, // unassigned, and interlinear annotations
        0x110BD, 0x110BD, // Kaithi number signs
        0x110CD, 0x110CD,
        0x13430, 0x1343F, // Egyptian hieroglyph format controls
        0x1BCA0, 0x1BCA3, // shorthand format controls
        0x1D159, 0x1D159, // musical null notehead
        0x1D173, 0x1D17A, // musical format controls
        0xE0000, 0xE0FFF, // tags, variation selectors
    ];

    internal static bool Contains(int codePoint)
    {
        // The index of the first or the last character of a range, or the complement of the index of the last.
        int index = Array.BinarySearch(s_ranges, codePoint);
        return index >= 0 || (~index & 1) != 0;
    }
}
