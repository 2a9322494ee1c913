namespace Telemetry.Diagnostics;

/// <summary>The properties of objects in the payloads of known diagnostic listeners that become metadata.</summary>
internal static class PayloadPaths
{
    private static readonly PayloadPath[] s_command =
    [
        new("Command.CommandText", "db.query.text"), new("Command.Connection.Database", "db.namespace"),
        new("Connection.Database", "db.namespace"),
    ];

    private static readonly Dictionary<string, PayloadPath[]> s_paths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HttpHandlerDiagnosticListener"] =
        [
            new("Request.Method.Method", "http.request.method"), new("Request.RequestUri.Host", "server.address"),
            new("Request.RequestUri.Port", "server.port"), new("Request.RequestUri", "url.full"),
            new("Response.StatusCode", "http.response.status_code"),
        ],

        // The payload is the context itself, or has it.
        ["Microsoft.AspNetCore"] =
        [
            .. OfContext(string.Empty), .. OfContext("HttpContext."), .. OfContext("httpContext."),
            new("exception", "exception"),
        ],
        ["Microsoft.EntityFrameworkCore"] = s_command,
        ["SqlClientDiagnosticListener"] = s_command,
    };

    internal static PayloadPath[] Of(string listener) => s_paths.TryGetValue(listener, out PayloadPath[]? paths) ? paths : [];

    /// <summary>Determines whether the payload of a listener has nothing else to read: reading the properties of a context can
    /// throw, and change it.</summary>
    internal static bool IsComplete(string listener) =>
        string.Equals(listener, "Microsoft.AspNetCore", StringComparison.OrdinalIgnoreCase);

    private static PayloadPath[] OfContext(string root) =>
    [
        new(root + "Request.Method", "http.request.method"), new(root + "Request.Scheme", "url.scheme"),
        new(root + "Request.Path.Value", "url.path"), new(root + "Request.Host.Host", "server.address"),
        new(root + "Response.StatusCode", "http.response.status_code"), new(root + "TraceIdentifier", "trace_identifier"),
    ];
}
