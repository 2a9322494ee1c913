namespace Telemetry.Diagnostics;

/// <summary>Determines which tags may hold secrets, by their names.</summary>
internal static class SensitiveTags
{
    // Whole names. Texts of statements hold literals, and command lines hold passwords.
    private static readonly HashSet<string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        "db.statement", "db.query.text", "url.query", "http.query", "process.command_args", "process.command_line",
        "graphql.document", "gen_ai.prompt", "gen_ai.completion", "gen_ai.input.messages", "gen_ai.output.messages",
        "gen_ai.system_instructions", "CommandText", "LogCommandText",
    };

    // The beginnings of names.
    private static readonly string[] s_beginnings =
    [
        "http.request.header", "http.response.header", "rpc.grpc.request.metadata", "rpc.grpc.response.metadata",
        "rpc.connect_rpc.request.metadata", "rpc.connect_rpc.response.metadata", "db.query.parameter", "db.operation.parameter",
        "messaging.header",
    ];

    // In any place of a name, without its separators.
    private static readonly string[] s_parts =
        [
            "password", "passwd", "secret", "authorization", "cookie", "credential", "apikey", "privatekey", "accesskey", "accountkey",
            "connectionstring",
        ];

    // The last words of a name. "tokens" is a count.
    private static readonly string[] s_ends = ["token", "body", "pwd"];

    // The stack trace begins with the message.
    private static readonly string[] s_messages = ["exception.message", "exception.stacktrace"];

    /// <summary>Determines whether a tag is the text of an exception.</summary>
    internal static bool IsMessage(string key) =>
        Array.Exists(s_messages, name => string.Equals(name, key, StringComparison.OrdinalIgnoreCase));

    internal static TagRule RuleOf(string key)
    {
        string joined = new([.. key.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        return s_names.Contains(key)
            || Array.Exists(s_beginnings, beginning => key.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            || Array.Exists(s_parts, part => joined.Contains(part))
            || Array.Exists(s_ends, end => joined.EndsWith(end, StringComparison.Ordinal)) ? TagRule.Exclude
            : string.Equals(key, "http.target", StringComparison.OrdinalIgnoreCase) ? TagRule.IncludePath
            : TagRule.Include;
    }
}
