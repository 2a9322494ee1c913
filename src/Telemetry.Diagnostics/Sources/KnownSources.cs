namespace Telemetry.Diagnostics;

/// <summary>The sources that the library knows.</summary>
internal static class KnownSources
{
    internal static IReadOnlyList<KnownSource> All { get; } =
    [
        new("System.Net.Http", SourceKind.Activity, "Outgoing HTTP requests of HttpClient.",
            ("System.Net.Http.HttpRequestOut", "http.client.request")),
        // Routes and statuses are on the meter alone. The switch is Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData.
        new("Microsoft.AspNetCore", SourceKind.Activity, "Incoming HTTP requests of ASP.NET Core, by default without tags.",
            ("Microsoft.AspNetCore.Hosting.HttpRequestIn", "http.server.request")),
        // The operation of a new connection is CONNECT and the database; that of a command is postgresql, before Npgsql 10 the database.
        new("Npgsql", SourceKind.Activity, "Commands that Npgsql sends to PostgreSQL, and from Npgsql 10 the connections that it makes.",
            ("CONNECT *", "db.client.connection.create"), ("*", "db.client.operation"))
        {
            QuotesData = true,
        },
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
        new("Microsoft.AspNetCore.Server.Kestrel", SourceKind.Meter, "Connections of Kestrel.",
            ("kestrel.active_connections", null), ("kestrel.connection.duration", null), ("kestrel.rejected_connections", null),
            ("kestrel.queued_connections", null), ("kestrel.queued_requests", null), ("kestrel.upgraded_connections", null),
            ("kestrel.tls_handshake.duration", null), ("kestrel.active_tls_handshakes", null)),
        new("Microsoft.EntityFrameworkCore", SourceKind.Meter, "Contexts, queries and saved changes of Entity Framework Core.",
            ("microsoft.entityframeworkcore.active_dbcontexts", null), ("microsoft.entityframeworkcore.queries", null),
            ("microsoft.entityframeworkcore.savechanges", null), ("microsoft.entityframeworkcore.compiled_query_cache_hits", null),
            ("microsoft.entityframeworkcore.compiled_query_cache_misses", null),
            ("microsoft.entityframeworkcore.execution_strategy_operation_failures", null),
            ("microsoft.entityframeworkcore.optimistic_concurrency_failures", null)),
        new("Npgsql", SourceKind.Meter, "Commands and connections of Npgsql. Before Npgsql 10, the instruments have other names.",
            ("db.client.operation.duration", null), ("db.client.operation.failed", null), ("db.client.connection.count", null),
            ("db.client.connection.max", null), ("db.client.operation.npgsql.executing", null),
            ("db.client.operation.npgsql.bytes_written", null), ("db.client.operation.npgsql.bytes_read", null),
            ("db.client.operation.npgsql.prepared_ratio", null), ("db.client.connection.npgsql.create_time", null),
            ("db.client.connection.npgsql.pending_requests", null), ("db.client.connection.npgsql.timeouts", null)),

        new("HttpHandlerDiagnosticListener", SourceKind.DiagnosticListener, "Outgoing HTTP requests of HttpClient.",
            ("System.Net.Http.HttpRequestOut.Start", null), ("System.Net.Http.HttpRequestOut.Stop", null),
            ("System.Net.Http.Exception", null)),
        new("Microsoft.AspNetCore", SourceKind.DiagnosticListener, "Incoming HTTP requests of ASP.NET Core.",
            ("Microsoft.AspNetCore.Hosting.HttpRequestIn.Start", null), ("Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop", null),
            ("Microsoft.AspNetCore.Hosting.UnhandledException", null)),
        new("Microsoft.EntityFrameworkCore", SourceKind.DiagnosticListener,
            "Commands, connections and saved changes of Entity Framework Core.",
            ("Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting", null),
            ("Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted", null),
            ("Microsoft.EntityFrameworkCore.Database.Command.CommandError", null),
            ("Microsoft.EntityFrameworkCore.Update.SaveChangesStarting", null),
            ("Microsoft.EntityFrameworkCore.Update.SaveChangesCompleted", null),
            ("Microsoft.EntityFrameworkCore.Update.SaveChangesFailed", null))
        {
            QuotesData = true,
        },
        new("SqlClientDiagnosticListener", SourceKind.DiagnosticListener, "Commands and connections of SqlClient.",
            ("Microsoft.Data.SqlClient.WriteCommandBefore", null), ("Microsoft.Data.SqlClient.WriteCommandAfter", null),
            ("Microsoft.Data.SqlClient.WriteCommandError", null))
        {
            QuotesData = true,
        },
    ];

    /// <summary>Returns what is known of a source; null if it is not known.</summary>
    internal static KnownSource? Find(string name, SourceKind kind) =>
        All.FirstOrDefault(source => source.Kind == kind && string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase));
}
