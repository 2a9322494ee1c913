using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Telemetry.Commands;

/// <summary>The part of an argument that is there already: its text, and the quotes that the user has begun it with.</summary>
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

        // Only what names and patterns have, too: a bracket that is open still is no error, but a bracket.
        _pattern = HasWildcards
            ? new WildcardPattern(Regex.Replace(text, "[][`]", "`$0") + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)
            : null;
    }

    /// <summary>The text without quotes.</summary>
    internal string Text { get; }

    internal bool HasWildcards => Text.IndexOfAny(['*', '?']) >= 0;

    /// <summary>Reads a word as the engine gives it: with the quote it begins with, and with or without the one at its
    /// end.</summary>
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

    /// <summary>Whether a value is meant: it begins so, without regard to case, or matches the wildcards so far.</summary>
    internal bool IsMatch(string value) =>
        value.StartsWith(Text, StringComparison.OrdinalIgnoreCase) || (_pattern is not null && _pattern.IsMatch(value));

    /// <summary>A value as a result, in the quotes that were begun, or in those that it needs.</summary>
    /// <param name="value">The value.</param>
    /// <param name="toolTip">What there is to tell about it.</param>
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
