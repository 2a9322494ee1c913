namespace Telemetry.Tests.Support;

/// <summary>One PostgreSQL for all tests that need one. They run one after the other, because what Npgsql reports is of the whole
/// process.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresFixture : IAsyncLifetime, ICollectionFixture<PostgresFixture>
{
    public const string Name = "Tests with PostgreSQL";

    // Started by the first test, so that a machine without a server skips them.
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    /// <summary>Returns the server. The test is skipped if it is not installed.</summary>
    internal Task<PostgresServer> ServerAsync() => _server.Value;
}
