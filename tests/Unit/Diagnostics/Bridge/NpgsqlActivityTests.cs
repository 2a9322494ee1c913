using System.Diagnostics;
using Npgsql;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The activities of Npgsql against a PostgreSQL: each command and each new connection is one start and exactly one
/// end.</summary>
[Collection(PostgresFixture.Name)]
[Trait("Category", "Slow")]
public sealed class NpgsqlActivityTests(PostgresFixture postgres)
{
    private async Task AssertRefusedAsync<TException>(Action<NpgsqlConnectionStringBuilder> change, string errorType)
        where TException : Exception
    {
        NpgsqlConnectionStringBuilder settings = (await postgres.ServerAsync()).Connection;
        change(settings);
        await using NpgsqlDataSource data = NpgsqlDataSource.Create(settings);
        using SourceRecorder source = Listen();

        await Assert.ThrowsAsync<TException>(() => RunAsync(data, "select 1"));

        Assert.Equal([Connection + ".start", Connection + ".exception"], source.Names);
        Assert.Equal(errorType, source.Records[1].Metadata["error.type"].ToString());
    }

    private const string Command = "db.client.operation";
    private const string Connection = "db.client.connection.create";

    // In the texts of commands, in parameters and in passwords.
    private const string Secret = "hunter2";

    [Fact]
    public async Task B2_command_is_a_start_and_a_stop()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await RunAsync(data, "select 1");

        Assert.Equal([Command + ".start", Command + ".stop"], source.Names);
        EventRecord start = source.Records[0];
        EventRecord stop = source.Records[1];
        Assert.Equal(["monotonic_time", "system_time"], start.Measurements.Keys.Order());
        Assert.Equal(["duration", "monotonic_time"], stop.Measurements.Keys.Order());
        Assert.Equal(["kind", "span_id", "trace_id"], start.Metadata.Keys.Order());
        Assert.Equal(
            [
                "db.namespace", "db.npgsql.connection_id", "db.npgsql.data_source", "db.system.name", "kind", "server.address",
                "server.port", "span_id", "status",
                "trace_id",
            ],
            stop.Metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("postgresql", stop.Metadata["db.system.name"].ToString());
        Assert.Equal("postgres", stop.Metadata["db.namespace"].ToString());
        Assert.Equal("127.0.0.1", stop.Metadata["server.address"].ToString());
        Assert.Equal($"{(await postgres.ServerAsync()).Port}", stop.Metadata["server.port"].ToString());
        Assert.Equal("client", stop.Metadata["kind"].ToString());
        Assert.Equal("unset", stop.Metadata["status"].ToString());
        Assert.Equal(start.Metadata["span_id"], stop.Metadata["span_id"]);
    }

    [Fact]
    public async Task B2_statements_parameters_and_connection_strings_are_not_recorded_by_default()
    {
        PostgresServer server = await postgres.ServerAsync();
        NpgsqlConnectionStringBuilder settings = server.Connection;
        settings.Password = Secret;
        settings.PersistSecurityInfo = true;
        settings.SslPassword = Secret;
        using SourceRecorder source = Listen();

        await using (NpgsqlDataSource data = NpgsqlDataSource.Create(settings))
        {
            await using NpgsqlCommand command = data.CreateCommand($"select @p::text, '{Secret}'");
            command.Parameters.AddWithValue("p", Secret);
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<PostgresException>(() => RunAsync(data, $"select '{Secret}'::int"));
        }

        Assert.Equal(6, source.Records.Length);
        Assert.DoesNotContain(source.Records, record => record.ToString().Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task B1_statement_is_recorded_where_its_tag_is_named()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen(new SourceOptions { Tags = ["db.query.*"] });

        await RunAsync(data, "select 7");

        Assert.Equal("select 7", source.Single(Command + ".stop").Metadata["db.query.text"].ToString());
    }

    [Fact]
    public async Task B2_error_of_the_server_is_one_exception()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(data, "select * from nowhere"));

        Assert.Equal([Command + ".start", Command + ".exception"], source.Names);
        EventRecord end = source.Records[1];
        Assert.True(end.Measurements.ContainsKey("duration"));
        Assert.Equal("42P01", end.Metadata["error.type"].ToString());
        Assert.Equal("42P01", end.Metadata["db.response.status_code"].ToString());
        Assert.Equal("Npgsql.PostgresException", end.Metadata["exception.type"].ToString());
        Assert.Equal("error", end.Metadata["status"].ToString());
    }

    // It quotes values of the statement and of rows.
    [Fact]
    public async Task B1_message_of_the_server_is_recorded_where_its_tag_is_named()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen(new SourceOptions { Tags = ["exception.message"] });

        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(data, "select 'x'::int"));

        Assert.Contains("\"x\"", source.Single(Command + ".exception").Metadata["exception.message"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task B2_timeout_is_one_exception()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await using NpgsqlCommand command = data.CreateCommand("select pg_sleep(600)");
        command.CommandTimeout = 1;
        await Assert.ThrowsAsync<NpgsqlException>(() => command.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        Assert.Equal([Command + ".start", Command + ".exception"], source.Names);
        Assert.Equal("System.TimeoutException", source.Records[1].Metadata["error.type"].ToString());
    }

    [Fact]
    public async Task B2_cancelled_command_is_one_exception()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();
        using var cancel = new CancellationTokenSource();
        source.Dispatcher.Attach("cancel", Command + ".start", (in _, _) => cancel.CancelAfter(TimeSpan.FromMilliseconds(100)));

        await using NpgsqlCommand command = data.CreateCommand("select pg_sleep(600)");
        await Assert.ThrowsAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(cancel.Token));

        Assert.Equal([Command + ".start", Command + ".exception"], source.Names);
        Assert.Equal("System.OperationCanceledException", source.Records[1].Metadata["error.type"].ToString());
    }

    [Fact]
    public Task B2_refused_connection_is_an_exception_of_the_connection() => AssertRefusedAsync<NpgsqlException>(
        static settings => settings.Port = ServerProcess.FreePorts(1)[0], "System.Net.Sockets.SocketException");

    [Fact]
    public Task B2_refused_login_is_an_exception_of_the_connection() => AssertRefusedAsync<PostgresException>(
        static settings => settings.Database = "absent", "3D000");

    [Fact]
    public async Task B2_connection_of_the_pool_is_created_once_whatever_the_database_is_called()
    {
        PostgresServer server = await postgres.ServerAsync();
        await server.ExecuteAsync("create database \"Line of Business.2\"");
        NpgsqlConnectionStringBuilder settings = server.Connection;
        settings.Database = "Line of Business.2";
        using SourceRecorder source = Listen();

        await using (NpgsqlDataSource data = NpgsqlDataSource.Create(settings))
        {
            await RunAsync(data, "select 1");
            await RunAsync(data, "select 2");
        }

        Assert.Equal(
            [Connection + ".start", Connection + ".stop", Command + ".start", Command + ".stop", Command + ".start", Command + ".stop"],
            source.Names);
        Assert.Equal("Line of Business.2", source.Single(Connection + ".stop").Metadata["db.namespace"].ToString());
    }

    [Fact]
    public async Task B2_statements_of_a_transaction_are_operations_and_its_frame_is_none()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await using (NpgsqlConnection connection = await data.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("create temporary table once (a int)", connection, transaction);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([Command + ".start", Command + ".stop"], source.Names);
    }

    [Fact]
    public async Task B2_batch_is_one_operation()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await using (NpgsqlBatch batch = data.CreateBatch())
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select 1"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select 2"));
            await batch.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([Command + ".start", Command + ".stop"], source.Names);
    }

    [Fact]
    public async Task B2_copy_is_an_operation()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await using (NpgsqlConnection connection = await data.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            using TextReader reader = await connection.BeginTextExportAsync(
                "copy (select 1) to stdout", TestContext.Current.CancellationToken);
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([Command + ".start", Command + ".stop"], source.Names);
        Assert.Equal("COPY TO", source.Records[1].Metadata["db.operation.name"].ToString());
    }

    [Fact]
    public async Task B2_reader_that_is_closed_early_ends_its_operation()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await using (NpgsqlCommand command = data.CreateCommand("select generate_series(1, 1000)"))
        {
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            await reader.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal([Command + ".start"], source.Names);
        }

        Assert.Equal([Command + ".start", Command + ".stop"], source.Names);
    }

    [Fact]
    public async Task B2_commands_at_once_have_one_end_each()
    {
        const int Commands = 200;
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await Parallel.ForAsync(0, Commands, TestContext.Current.CancellationToken, async (i, _) =>
        {
            // Every fourth one fails.
            try
            {
                await RunAsync(data, i % 4 == 0 ? "select 1/0" : "select 1");
            }
            catch (PostgresException)
            {
                // Counted below.
            }
        });

        ILookup<string, string> ids = source.Records.ToLookup(
            record => record.EventName.ToString().ToString(), record => record.Metadata["span_id"].ToString());
        Assert.Equal(Commands, ids[Command + ".start"].Distinct().Count());
        Assert.Equal(Commands / 4, ids[Command + ".exception"].Count());
        Assert.Equal(
            ids[Command + ".start"].Order(), ids[Command + ".stop"].Concat(ids[Command + ".exception"]).Order());
        Assert.Empty(source.Source.Dropped);
    }

    [Fact]
    public async Task B4_handler_that_asks_the_same_database_is_suppressed_and_counted()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();
        int answers = 0;
        source.Dispatcher.Attach("ask", Command + ".stop", (in _, _) =>
        {
            using NpgsqlCommand inner = data.CreateCommand("select 5");
            answers += (int)inner.ExecuteScalar()!;
        });

        await RunAsync(data, "select 1");

        Assert.Equal(5, answers);
        Assert.Equal([Command + ".start", Command + ".stop"],
            source.Names.Where(name => name.StartsWith(Command, StringComparison.Ordinal)));
        Assert.True(source.Source.Suppressed >= 1);
    }

    [Fact]
    public async Task B4_handler_that_throws_does_not_fail_the_command()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();
        foreach (string end in new[] { ".start", ".stop" })
        {
            source.Dispatcher.Attach("throw" + end, Command + end, (in _, _) => throw new InvalidOperationException("broken"));
        }

        Assert.Equal(1, await RunAsync(data, "select 1"));
    }

    [Fact]
    public async Task B5_command_is_a_child_of_the_current_activity_and_leaves_it_current()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();
        using Activity request = new Activity("request").Start();

        await RunAsync(data, "select 1");

        Assert.Same(request, Activity.Current);
        EventRecord stop = source.Single(Command + ".stop");
        Assert.Equal(request.TraceId.ToHexString(), stop.Metadata["trace_id"].ToString());
        Assert.Equal(request.SpanId.ToHexString(), stop.Metadata["parent_span_id"].ToString());
    }

    private static SourceRecorder Listen(SourceOptions? options = null) => new("Npgsql", SourceKind.Activity, options);

    // With a connection in the pool, so that a test sees commands alone.
    private async Task<NpgsqlDataSource> OpenAsync()
    {
        NpgsqlDataSource data = NpgsqlDataSource.Create((await postgres.ServerAsync()).Connection);
        await RunAsync(data, "select 0");
        return data;
    }

    private static async Task<object?> RunAsync(NpgsqlDataSource data, string statement)
    {
        await using NpgsqlCommand command = data.CreateCommand(statement);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
