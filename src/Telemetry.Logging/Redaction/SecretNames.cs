namespace Telemetry;

/// <summary>The names of values that may hold secrets: one list for the tags of sources and the metadata in logs.</summary>
internal static class SecretNames
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

    /// <summary>Determines whether the value of a name may hold a secret.</summary>
    internal static bool Contains(string name)
    {
        string joined = new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        return s_names.Contains(name)
            || Array.Exists(s_beginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            || Array.Exists(s_parts, part => joined.Contains(part))
            || Array.Exists(s_ends, end => joined.EndsWith(end, StringComparison.Ordinal));
    }
}
