namespace Telemetry.Diagnostics;

/// <summary>Determines which tags may hold secrets, by their names.</summary>
internal static class SensitiveTags
{
    // The stack trace begins with the message.
    private static readonly string[] s_messages = ["exception.message", "exception.stacktrace"];

    /// <summary>Determines whether a tag is the text of an exception.</summary>
    internal static bool IsMessage(string key) =>
        Array.Exists(s_messages, name => string.Equals(name, key, StringComparison.OrdinalIgnoreCase));

    internal static TagRule RuleOf(string key) => SecretNames.Contains(key) ? TagRule.Exclude
        : string.Equals(key, "http.target", StringComparison.OrdinalIgnoreCase) ? TagRule.IncludePath
        : TagRule.Include;
}
