using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>One trace across HttpClient, ASP.NET Core and Npgsql: the events of each name those of the one around it.</summary>
[Collection(PostgresFixture.Name)]
[Trait("Category", "Slow")]
public sealed class TraceAcrossLibrariesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task B2_request_that_asks_a_database_is_one_trace()
    {
        await using NpgsqlDataSource data = NpgsqlDataSource.Create((await postgres.ServerAsync()).Connection);
        using SourceRecorder source = new("System.Net.Http", SourceKind.Activity);
        source.Enable("Microsoft.AspNetCore", SourceKind.Activity);
        source.Enable("Npgsql", SourceKind.Activity);
        ActivityTraceId trace;

        await using (AspNetCoreServer server = await AspNetCoreServer.StartAsync(application => application.MapGet("/count", async () =>
        {
            await using NpgsqlCommand command = data.CreateCommand("select 1");
            return await command.ExecuteScalarAsync();
        })))
        {
            using Activity job = new Activity("job").Start();
            trace = job.TraceId;
            Assert.Equal(200, await server.GetAsync("count"));
            Assert.Same(job, Activity.Current);
            await server.StopAsync();
        }

        // Requests of other tests, which run meanwhile, are in other traces.
        Dictionary<string, EventRecord> events = source.Records
            .Where(record => record.Metadata.TryGetValue("trace_id", out MetadataValue id) && id.ToString() == trace.ToHexString())
            .ToDictionary(record => record.EventName.ToString().ToString());
        Assert.Equal(
            [
                "db.client.connection.create.start", "db.client.connection.create.stop",
                "db.client.operation.start", "db.client.operation.stop",
                "http.client.request.start", "http.client.request.stop",
                "http.server.request.start", "http.server.request.stop",
            ],
            events.Keys.Order());
        AssertParent(events, "http.server.request", "http.client.request");
        AssertParent(events, "db.client.operation", "http.server.request");
        AssertParent(events, "db.client.connection.create", "http.server.request");
        Assert.Equal("200", events["http.client.request.stop"].Metadata["http.response.status_code"].ToString());
    }

    private static void AssertParent(Dictionary<string, EventRecord> events, string child, string parent) => Assert.All(
        [".start", ".stop"],
        end => Assert.Equal(events[parent + ".start"].Metadata["span_id"], events[child + end].Metadata["parent_span_id"]));
}
