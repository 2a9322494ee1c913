namespace Telemetry.Commands;

/// <summary>Text of others that is shown on a terminal.</summary>
internal static class PlainText
{
    /// <summary>Replaces control characters other than line ends and tabs by a space: an escape code in the text of an exception
    /// would colour the terminal, or clear it.</summary>
    internal static string Of(string text) =>
        text.Any(IsUnsafe) ? new string([.. text.Select(c => IsUnsafe(c) ? ' ' : c)]) : text;

    private static bool IsUnsafe(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');
}
