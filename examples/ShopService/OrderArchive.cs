using System.Text.Json;
using Telemetry;
using Telemetry.Extensions;

namespace ShopService;

/// <summary>Appends events to a file, as lines of JSON. Requests do not wait for it: events are queued, and come in batches. At the
/// stop of the program, those that are still queued are written.</summary>
internal sealed class OrderArchive(IConfiguration configuration, IHostEnvironment environment) : IBatchTelemetryHandler
{
    private readonly string _path = Path.GetFullPath(configuration["Archive"] ?? "orders.jsonl", environment.ContentRootPath);

    public async ValueTask HandleAsync(IReadOnlyList<EventRecord> records, CancellationToken cancellation) =>
        await File.AppendAllLinesAsync(_path, records.Select(record => JsonSerializer.Serialize(record)), cancellation);
}
