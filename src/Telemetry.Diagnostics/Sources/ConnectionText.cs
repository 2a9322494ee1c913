using System.Text;

namespace Telemetry.Diagnostics;

/// <summary>Texts that are pairs of keys and values, as strings of connections are, without the pairs that hold secrets.</summary>
internal static class ConnectionText
{
    // In every key that names a secret. Most texts have none, and are not taken apart.
    private static readonly string[] s_words = ["pass", "pwd", "secret", "token", "key", "credential"];

    /// <summary>Returns a text without the pairs of the form <c>key=value;</c> whose key names a secret, such as <c>Password</c>; a
    /// text that has none unchanged.</summary>
    /// <remarks>Libraries name pools and data sources by their connection strings, and remove only the passwords that they know
    /// of.</remarks>
    internal static string WithoutSecrets(string text)
    {
        if (text.IndexOf('=') < 0
            || !Array.Exists(s_words, word => text.AsSpan().Contains(word.AsSpan(), StringComparison.OrdinalIgnoreCase)))
        {
            return text;
        }

        StringBuilder? kept = null;
        for (int start = 0; start < text.Length;)
        {
            int end = EndOfPair(text, start);
            if (IsSecret(text, start, end))
            {
                kept ??= new StringBuilder(text, 0, start, text.Length);
            }
            else
            {
                kept?.Append(text, start, end - start);
            }

            start = end;
        }

        return kept?.ToString().TrimEnd(';') ?? text;
    }

    // A key is the text up to the equals sign.
    private static bool IsSecret(string text, int start, int end)
    {
        int length = text.IndexOf('=', start, end - start) - start;
        return length > 0 && SensitiveTags.RuleOf(text.Substring(start, length)) == TagRule.Exclude;
    }

    // Behind the semicolon. A value in quotes may have semicolons, and quotes that are doubled; an open quote goes to the end.
    private static int EndOfPair(string text, int start)
    {
        char quote = '\0';
        bool isOpen = false;
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            if (quote == '\0' && (c is '"' or '\'') && IsFirstOfValue(text, start, i))
            {
                quote = c;
            }

            if (c == quote)
            {
                isOpen = !isOpen;
            }
            else if (c == ';' && !isOpen)
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static bool IsFirstOfValue(string text, int start, int index)
    {
        do
        {
            index--;
        }
        while (index >= start && text[index] == ' ');

        return index >= start && text[index] == '=';
    }
}
