using System.Globalization;

namespace Telemetry.Diagnostics;

/// <summary>Texts of tags, cut and without secrets of addresses.</summary>
internal static class SourceText
{
    /// <summary>The length at which texts are cut.</summary>
    internal const int MaximumLength = 4096;

    internal static string Cut(string text, out bool isCut)
    {
        isCut = text.Length > MaximumLength;
        if (!isCut)
        {
            return text;
        }

        int length = char.IsHighSurrogate(text[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength;
        return text.Substring(0, length);
    }

    /// <summary>Returns an address without its user, its query and its fragment, and a string of a connection without its passwords;
    /// another text unchanged.</summary>
    internal static string WithoutSecrets(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return ConnectionText.WithoutSecrets(text);
        }

        string result = CutQuery(text);
        int authority = scheme + 3;
        int end = result.IndexOf('/', Math.Min(authority, result.Length));
        end = end < 0 ? result.Length : end;
        int user = authority < end ? result.LastIndexOf('@', end - 1, end - authority) : -1;
        return user < 0 ? result : result.Remove(authority, user + 1 - authority);
    }

    /// <summary>Returns an address or a path without its query and its fragment.</summary>
    internal static string CutQuery(string text)
    {
        int query = text.IndexOfAny(s_ends);
        return query < 0 ? text : text.Substring(0, query);
    }

    /// <summary>Returns the text of an object in the invariant culture. May throw whatever the object throws.</summary>
    internal static string? Of(object value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    private static readonly char[] s_ends = ['?', '#'];
}
