using Npgsql;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Metrics;

/// <summary>The preset for Npgsql, with a PostgreSQL.</summary>
[Collection(PostgresFixture.Name)]
[Trait("Category", "Slow")]
public sealed class NpgsqlPresetTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Each_command_is_counted_once_and_a_failed_one_by_its_kind()
    {
        PostgresServer server = await postgres.ServerAsync();
        await server.ExecuteAsync("create database preset");
        NpgsqlConnectionStringBuilder settings = server.Connection;
        settings.Database = "preset";
        using var preset = new PresetOfATest("Npgsql");

        await using (NpgsqlDataSource data = NpgsqlDataSource.Create(settings))
        {
            await Parallel.ForAsync(0, 20, TestContext.Current.CancellationToken, async (_, _) => await RunAsync(data, "select 1"));
            for (int i = 0; i < 3; i++)
            {
                await Assert.ThrowsAsync<PostgresException>(() => RunAsync(data, "select * from nowhere"));
            }

            await Assert.ThrowsAsync<PostgresException>(() => RunAsync(data, "select 1/0"));
        }

        Assert.Equal(
            [
                "db_client_operation_duration_seconds_count{host=\"127.0.0.1\",database=\"preset\"} 20",
                "db_client_operation_failed_total{host=\"127.0.0.1\",database=\"preset\",kind=\"22012\"} 1",
                "db_client_operation_failed_total{host=\"127.0.0.1\",database=\"preset\",kind=\"42P01\"} 3",
                "db_client_operation_total{host=\"127.0.0.1\",database=\"preset\"} 24",
            ],
            preset.Samples("preset"));
    }

    private static async Task RunAsync(NpgsqlDataSource data, string statement)
    {
        await using NpgsqlCommand command = data.CreateCommand(statement);
        await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
