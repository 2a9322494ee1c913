using Npgsql;
using Telemetry.Diagnostics;
using Telemetry.Polling;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>The instruments of Npgsql with a PostgreSQL.</summary>
[Collection(PostgresFixture.Name)]
[Trait("Category", "Slow")]
public sealed class NpgsqlMeterTests(PostgresFixture postgres)
{
    private const string Root = "npgsql.db.client.";
    private const string PoolTag = "db.client.connection.pool.name";
    private const string Secret = "hunter2";

    [Fact]
    public async Task B3_commands_are_measured_and_failed_ones_counted()
    {
        await using NpgsqlDataSource data = await OpenAsync();
        using SourceRecorder source = Listen();

        await RunAsync(data, "select 1");
        await RunAsync(data, "select 2");
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(data, "select 1/0"));

        EventRecord[] durations = Named(source, "operation.duration");
        Assert.Equal(3, durations.Length);
        Assert.All(durations, record => Assert.Equal(["value"], record.Measurements.Keys));
        Assert.Equal(
            [PoolTag, "db.system.name", "server.address", "server.port"],
            durations[0].Metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("1", Assert.Single(Named(source, "operation.failed")).Measurements["value"].ToString());
        Assert.Equal(
            ["1", "-1", "1", "-1", "1", "-1"],
            Named(source, "operation.npgsql.executing").Select(record => record.Measurements["value"].ToString()));
    }

    [Fact]
    public async Task B3_name_of_a_pool_has_no_password()
    {
        NpgsqlConnectionStringBuilder settings = (await postgres.ServerAsync()).Connection;
        settings.Password = Secret;
        settings.SslPassword = Secret;
        settings.PersistSecurityInfo = true;
        using SourceRecorder source = Listen();

        await using (NpgsqlDataSource data = NpgsqlDataSource.Create(settings))
        {
            await RunAsync(data, "select 1");
        }

        EventRecord duration = Assert.Single(Named(source, "operation.duration"));
        Assert.Contains("Database=postgres", duration.Metadata[PoolTag].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(source.Records, record => record.ToString().Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task B3_connections_of_a_pool_are_read_by_their_state()
    {
        NpgsqlConnectionStringBuilder settings = (await postgres.ServerAsync()).Connection;
        settings.ApplicationName = "states";
        settings.MaxPoolSize = 7;
        await using NpgsqlDataSource data = NpgsqlDataSource.Create(settings);
        using SourceRecorder source = Listen();

        await using (NpgsqlConnection first = await data.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (NpgsqlConnection second = await data.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await RunAsync(data, "select 1");
            Poll poll = Poller.ListAll().Single(poll => poll.Poller.Dispatcher == source.Dispatcher);
            Assert.True(await poll.RunAsync(Threads.Patience));
        }

        // The poll also runs by itself: the last values count.
        Dictionary<string, string> states = Named(source, "connection.count")
            .Where(record => record.Metadata[PoolTag].ToString().Contains("states", StringComparison.Ordinal))
            .GroupBy(record => record.Metadata["db.client.connection.state"].ToString())
            .ToDictionary(state => state.Key, state => state.Last().Measurements["value"].ToString());
        Assert.Equal("2", states["used"]);
        Assert.Equal("1", states["idle"]);
        Assert.Contains(
            Named(source, "connection.max"),
            record => record.Metadata[PoolTag].ToString().Contains("states", StringComparison.Ordinal)
                && record.Measurements["value"].ToString() == "7");
        Assert.Empty(source.Source.Dropped);
    }

    // Read at once by the test, and hardly by itself.
    private static SourceRecorder Listen() => new("Npgsql", SourceKind.Meter, new SourceOptions { Interval = TimeSpan.FromHours(1) });

    private static EventRecord[] Named(SourceRecorder source, string name) =>
        [.. source.Records.Where(record => record.EventName.ToString().ToString() == Root + name)];

    private async Task<NpgsqlDataSource> OpenAsync()
    {
        NpgsqlDataSource data = NpgsqlDataSource.Create((await postgres.ServerAsync()).Connection);
        await RunAsync(data, "select 0");
        return data;
    }

    private static async Task RunAsync(NpgsqlDataSource data, string statement)
    {
        await using NpgsqlCommand command = data.CreateCommand(statement);
        await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
