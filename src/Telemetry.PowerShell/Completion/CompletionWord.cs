using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Telemetry.Commands;

/// <summary>The part of an argument that has been typed: its text and its opening quote.</summary>
internal sealed class CompletionWord
{
    private const string PlainCharacters = "._-/:*?";
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";
    private const string DoubleQuotes = "\"\u201c\u201d\u201e";

    private readonly char? _quote;
    private readonly WildcardPattern? _pattern;

    private CompletionWord(string text, char? quote)
    {
        Text = text;
        _quote = quote;

        // Only the wildcards of event patterns. A bracket is escaped, or one that is not yet closed would be an error.
        _pattern = HasWildcards
            ? new WildcardPattern(Regex.Replace(text, "[][`]", "`$0") + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)
            : null;
    }

    /// <summary>The text without quotes.</summary>
    internal string Text { get; }

    internal bool HasWildcards => Text.IndexOfAny(['*', '?']) >= 0;

    /// <summary>Parses a word as the engine passes it: with its opening quote, and with or without the closing
    /// one.</summary>
    internal static CompletionWord Parse(string? word)
    {
        string text = word ?? string.Empty;
        if (text.Length == 0 || QuoteOf(text[0]) is not { } quote)
        {
            return new CompletionWord(text, null);
        }

        bool isClosed = text.Length > 1 && QuoteOf(text[text.Length - 1]) == quote;
        string inner = text.Substring(1, text.Length - (isClosed ? 2 : 1));
        string quotes = new(quote, 2);
        string plain = inner.Replace(quotes, quote.ToString());
        return new CompletionWord(quote == '"' ? Regex.Replace(plain, "`(.)", "$1") : plain, quote);
    }

    /// <summary>Determines whether a value begins with the text, without regard to case, or matches the wildcards so
    /// far.</summary>
    internal bool IsMatch(string value) =>
        value.StartsWith(Text, StringComparison.OrdinalIgnoreCase) || (_pattern is not null && _pattern.IsMatch(value));

    /// <summary>Creates the result for a value, in the quotes that the user opened, or in those that the value
    /// needs.</summary>
    /// <param name="value">The value.</param>
    /// <param name="toolTip">The description of the value.</param>
    internal CompletionResult Result(string value, string toolTip) =>
        new(Quote(value), value, CompletionResultType.ParameterValue, toolTip);

    private string Quote(string value) => _quote switch
    {
        '"' => $"\"{Regex.Replace(value, $"[`${DoubleQuotes}]", "`$0")}\"",
        null when IsPlain(value) => value,
        _ => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'",
    };

    private static bool IsPlain(string value) =>
        value[0] != '-' && value.All(character => char.IsLetterOrDigit(character) || PlainCharacters.Contains(character));

    private static char? QuoteOf(char character) => SingleQuotes.Contains(character) ? '\''
        : DoubleQuotes.Contains(character) ? '"'
        : null;
}
