using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>A Pushgateway of Prometheus, until it is disposed.</summary>
internal sealed class PushgatewayServer : IAsyncDisposable
{
    private const string Source = "Install it by 'tools/install-servers' (Debian, Ubuntu), or from https://prometheus.io/download.";

    // Of the server itself.
    private static readonly string[] s_own = ["#", "go_", "process_", "pushgateway_", "push_"];

    private readonly ServerProcess _server;

    private PushgatewayServer(ServerProcess server, Uri uri)
    {
        _server = server;
        Uri = uri;
    }

    internal Uri Uri { get; }

    /// <summary>Starts the server. The test is skipped if it is not installed.</summary>
    /// <param name="port">The port; null for a free one.</param>
    internal static async Task<PushgatewayServer> StartAsync(int? port = null)
    {
        string program = Tool.Require("prometheus-pushgateway", Source);
        Uri uri = new("http://127.0.0.1:0");
        ServerProcess server = await ServerProcess.StartAsync(
            program,
            ports: port is null ? 1 : 0,
            ports =>
            {
                uri = new Uri($"http://127.0.0.1:{port ?? ports[0]}");

                // Debian's package keeps metrics in a file of the system unless it is told otherwise.
                return [$"--web.listen-address={uri.Authority}", "--persistence.file="];
            },
            async _ => (await GetAsync(uri, "-/ready")).Length > 0);
        return new PushgatewayServer(server, uri);
    }

    /// <summary>Returns the samples that were pushed, as Prometheus reads them: lines in order.</summary>
    internal async Task<string[]> SamplesAsync() =>
    [
        .. (await GetAsync(Uri, "metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !s_own.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Returns the grouping keys, in order: <c>dir=/a,job=test</c>.</summary>
    internal async Task<string[]> GroupsAsync() =>
    [
        .. (await ReadAsync())
            .Select(group => string.Join(
                ",",
                group.GetProperty("labels").EnumerateObject()
                    .OrderBy(label => label.Name, StringComparer.Ordinal)
                    .Select(label => $"{label.Name}={label.Value.GetString()}")))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Returns the types of the metrics that were pushed in all groups.</summary>
    internal async Task<Dictionary<string, string>> TypesAsync() => (await ReadAsync())
        .SelectMany(group => group.EnumerateObject())
        .Where(entry => entry.Value.ValueKind == JsonValueKind.Object && entry.Value.TryGetProperty("type", out _))
        .Where(entry => !entry.Name.StartsWith("push_", StringComparison.Ordinal))
        .DistinctBy(entry => entry.Name)
        .ToDictionary(entry => entry.Name, entry => entry.Value.GetProperty("type").GetString()!);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<JsonElement[]> ReadAsync()
    {
        using JsonDocument json = JsonDocument.Parse(await GetAsync(Uri, "api/v1/metrics"));
        return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(group => group.Clone())];
    }

    private static Task<string> GetAsync(Uri server, string path) =>
        ServerProcess.Client.GetStringAsync(new Uri(server, path), TestContext.Current.CancellationToken);
}
