namespace Telemetry.Commands;

/// <summary>Makes text from elsewhere safe to show on a terminal.</summary>
internal static class PlainText
{
    /// <summary>Replaces control characters other than line ends and tabs with spaces. An escape code in the text of an
    /// exception would colour or clear the terminal.</summary>
    internal static string Of(string text) =>
        text.Any(IsUnsafe) ? new string([.. text.Select(c => IsUnsafe(c) ? ' ' : c)]) : text;

    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');
}
