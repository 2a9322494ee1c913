using Npgsql;

namespace Telemetry.Tests.Support;

/// <summary>A PostgreSQL with an empty database of its own, at 127.0.0.1 alone, until it is disposed.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Source =
        "Install it by 'tools/install-servers' (Debian, Ubuntu), or add the folder of the server's programs to the PATH.";

    private const string User = "tester";

    private static readonly string[] s_options = ["fsync=off", "full_page_writes=off", "jit=off", "log_min_messages=fatal"];

    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _server;

    private PostgresServer(DirectoryInfo folder, ServerProcess server)
    {
        _folder = folder;
        _server = server;
    }

    /// <summary>The port.</summary>
    internal int Port => _server.Ports[0];

    /// <summary>The settings of a connection, to change as a test needs it.</summary>
    internal NpgsqlConnectionStringBuilder Connection =>
        new() { Host = "127.0.0.1", Port = Port, Username = User, Database = "postgres" };

    /// <summary>Starts the server. The test is skipped if it is not installed.</summary>
    internal static async Task<PostgresServer> StartAsync()
    {
        string initialize = Tool.Require("initdb", Source);
        string program = Tool.Require("postgres", Source);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("telemetry-test-");
        try
        {
            string data = Path.Combine(folder.FullName, "data");
            UnprivilegedUser.Share(folder);
            await InitializeAsync(initialize, data);
            (string server, string[] prefix) = UnprivilegedUser.Run(program);
            ServerProcess process = await ServerProcess.StartAsync(
                server,
                ports: 1,
                ports =>
                [
                    .. prefix,
                    "-D", data,
                    "-h", "127.0.0.1",
                    "-p", $"{ports[0]}",
                    .. OperatingSystem.IsWindows() ? Array.Empty<string>() : ["-k", folder.FullName],
                    .. s_options.SelectMany(option => new[] { "-c", option }),
                ],
                IsReadyAsync);
            return new PostgresServer(folder, process);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Runs a statement on a connection of its own, which is in no pool.</summary>
    internal async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder($"{Connection}") { Pooling = false }.ToString());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // At once, but in order: a server that is killed leaves its segment of shared memory.
        await _server.EndAsync("SIGQUIT");
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task InitializeAsync(string initialize, string data)
    {
        (string program, string[] prefix) = UnprivilegedUser.Run(initialize);
        ProcessResult result = await ProcessRun.RunAsync(
            program,
            [.. prefix, "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]);
        Assert.True(result.ExitCode == 0, $"{result.Output}\n{result.Error}");
    }

    private static async Task<bool> IsReadyAsync(ServerProcess starting)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                $"Host=127.0.0.1;Port={starting.Ports[0]};Username={User};Database=postgres;Pooling=false;Timeout=5");
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
