namespace Telemetry;

/// <summary>The syntax of patterns of event names. Analyzers of this project compile this file as well.</summary>
internal static class EventPatternSyntax
{
    internal const char AnyText = '*';
    internal const char AnyCharacter = '?';

    private static readonly char[] s_wildcards = [AnyText, AnyCharacter];
    private static readonly char[] s_brackets = ['[', ']'];

    /// <summary>Returns the position of the first wildcard; -1 if there is none.</summary>
    internal static int IndexOfWildcard(string pattern) => pattern.IndexOfAny(s_wildcards);

    /// <summary>Returns a description of the first problem of the pattern; null if the pattern is valid.</summary>
    // A wildcard is allowed wherever a letter is: with letters in place of its wildcards, the pattern must be a valid name.
    internal static string? FindProblem(string pattern) => pattern.IndexOfAny(s_brackets) >= 0
        ? "it contains a bracket, and the only wildcards are '*' and '?'"
        : EventNameSyntax.FindProblem(pattern.Replace(AnyText, '_').Replace(AnyCharacter, '_'));
}
