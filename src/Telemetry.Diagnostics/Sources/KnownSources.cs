namespace Telemetry.Diagnostics;

/// <summary>The sources that the library knows.</summary>
internal static class KnownSources
{
    internal static IReadOnlyList<KnownSource> All { get; } =
    [
        new("System.Net.Http", SourceKind.Activity, "Outgoing HTTP requests of HttpClient.",
            ("System.Net.Http.HttpRequestOut", "http.client.request")),
        new("Microsoft.AspNetCore", SourceKind.Activity, "Incoming HTTP requests of ASP.NET Core.",
            ("Microsoft.AspNetCore.Hosting.HttpRequestIn", "http.server.request")),
        new("Npgsql", SourceKind.Activity, "Commands that Npgsql sends to PostgreSQL.",
            ("*", "db.client.operation")),
        new("Experimental.System.Net.NameResolution", SourceKind.Activity, "Look-ups of host names. From .NET 9.",
            ("Experimental.System.Net.NameResolution.DnsLookup", "dns.lookup")),
        new("Experimental.System.Net.Sockets", SourceKind.Activity, "Connections of sockets. From .NET 9.",
            ("Experimental.System.Net.Sockets.Connect", "socket.connect")),
        new("Experimental.System.Net.Security", SourceKind.Activity, "Handshakes of TLS. From .NET 9.",
            ("Experimental.System.Net.Security.TlsHandshake", "tls.handshake")),
        new("Experimental.System.Net.Http.Connections", SourceKind.Activity, "Connections of HttpClient. From .NET 9.",
            ("Experimental.System.Net.Http.Connections.ConnectionSetup", "http.connection.setup"),
            ("Experimental.System.Net.Http.Connections.WaitForConnection", "http.connection.wait")),

        new("System.Net.Http", SourceKind.Meter, "Outgoing HTTP requests and connections of HttpClient.",
            ("http.client.request.duration", null), ("http.client.active_requests", null), ("http.client.open_connections", null),
            ("http.client.connection.duration", null), ("http.client.request.time_in_queue", null)),
        new("System.Net.NameResolution", SourceKind.Meter, "Look-ups of host names.",
            ("dns.lookup.duration", null)),
        new("System.Runtime", SourceKind.Meter, "Memory, garbage collection, threads and exceptions of the process. From .NET 9."),
        new("Microsoft.AspNetCore.Hosting", SourceKind.Meter, "Incoming HTTP requests of ASP.NET Core.",
            ("http.server.request.duration", null), ("http.server.active_requests", null)),
        new("Microsoft.AspNetCore.Server.Kestrel", SourceKind.Meter, "Connections of Kestrel."),
        new("Npgsql", SourceKind.Meter, "Commands and connections of Npgsql."),

        new("HttpHandlerDiagnosticListener", SourceKind.DiagnosticListener, "Outgoing HTTP requests of HttpClient.",
            ("System.Net.Http.HttpRequestOut.Start", null), ("System.Net.Http.HttpRequestOut.Stop", null),
            ("System.Net.Http.Exception", null)),
        new("Microsoft.AspNetCore", SourceKind.DiagnosticListener, "Incoming HTTP requests of ASP.NET Core.",
            ("Microsoft.AspNetCore.Hosting.HttpRequestIn.Start", null), ("Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop", null),
            ("Microsoft.AspNetCore.Hosting.UnhandledException", null)),
        new("Microsoft.EntityFrameworkCore", SourceKind.DiagnosticListener, "Commands and connections of Entity Framework Core.",
            ("Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting", null),
            ("Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted", null),
            ("Microsoft.EntityFrameworkCore.Database.Command.CommandError", null)),
        new("SqlClientDiagnosticListener", SourceKind.DiagnosticListener, "Commands and connections of SqlClient.",
            ("Microsoft.Data.SqlClient.WriteCommandBefore", null), ("Microsoft.Data.SqlClient.WriteCommandAfter", null),
            ("Microsoft.Data.SqlClient.WriteCommandError", null)),
    ];

    /// <summary>Returns what is known of a source; null if it is not known.</summary>
    internal static KnownSource? Find(string name, SourceKind kind) =>
        All.FirstOrDefault(source => source.Kind == kind && string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase));
}
