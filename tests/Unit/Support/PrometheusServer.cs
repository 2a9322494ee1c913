using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>A Prometheus that scrapes a target each second, with its data in a folder of its own, until it is disposed.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    /// <summary>The way to install it.</summary>
    internal const string Source =
        "Install it by 'tools/install-servers' (Debian, Ubuntu), or from https://prometheus.io/download.";

    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _server;
    private string _last = string.Empty;

    private PrometheusServer(DirectoryInfo folder, ServerProcess server)
    {
        _folder = folder;
        _server = server;
    }

    /// <summary>Starts the server. The test is skipped if it is not installed.</summary>
    /// <param name="target">The URL to scrape.</param>
    /// <param name="settings">Settings of the scrape, as lines of YAML without indentation, such as <c>bearer_token: x</c>.</param>
    internal static async Task<PrometheusServer> StartAsync(Uri target, params string[] settings)
    {
        string program = Tool.Require("prometheus", Source);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("telemetry-test-");
        string configuration = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, Configuration(target, settings), TestContext.Current.CancellationToken);
        try
        {
            ServerProcess server = await ServerProcess.StartAsync(
                program,
                ports: 1,
                ports =>
                [
                    $"--config.file={configuration}",
                    $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}",
                    $"--web.listen-address=127.0.0.1:{ports[0]}",
                ],
                starting => starting.AnswersAsync("-/ready"));
            return new PrometheusServer(folder, server);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Waits until a query has a result of one number for which a condition holds.</summary>
    internal async Task<double> QueryAsync(string query, Func<double, bool> condition)
    {
        double value = double.NaN;
        await WaitUntilAsync(
            query,
            async () => await QueryAsync(query) is { Count: 1 } series && condition(value = series[0].Value));
        return value;
    }

    /// <summary>Waits until a query has a result for which a condition holds.</summary>
    internal async Task<IReadOnlyList<PrometheusSeries>> QueryAllAsync(string query, Func<IReadOnlyList<PrometheusSeries>, bool> condition)
    {
        IReadOnlyList<PrometheusSeries> all = [];
        await WaitUntilAsync(query, async () => condition(all = await QueryAsync(query)));
        return all;
    }

    /// <summary>Waits until the state of the target, as the server shows it, is as it has to be.</summary>
    internal async Task<JsonElement> TargetAsync(Func<JsonElement, bool> condition)
    {
        JsonElement target = default;
        await WaitUntilAsync(
            "the target",
            async () =>
            {
                JsonElement targets = (await GetAsync("api/v1/targets")).GetProperty("activeTargets");
                return targets.GetArrayLength() == 1 && condition(target = targets[0]);
            });
        return target;
    }

    /// <summary>Returns a part of the server's interface, as its data.</summary>
    internal async Task<JsonElement> GetAsync(string path)
    {
        _last = await ServerProcess.Client.GetStringAsync(new Uri(_server.Uri, path), TestContext.Current.CancellationToken);
        using JsonDocument json = JsonDocument.Parse(_last);
        return json.RootElement.GetProperty("data").Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Configuration(Uri target, string[] settings) =>
        $"""
        global:
          scrape_interval: 1s
          scrape_timeout: 1s
        scrape_configs:
          - job_name: test
            metrics_path: {target.AbsolutePath}
            {string.Join("\n    ", settings)}
            static_configs:
              - targets: ['{target.Authority}']

        """;

    private async Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string query)
    {
        JsonElement data = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(query)}");
        return [.. data.GetProperty("result").EnumerateArray().Select(PrometheusSeries.Read)];
    }

    private Task WaitUntilAsync(string query, Func<Task<bool>> condition) =>
        _server.WaitUntilAsync(condition, $"at the expected result of {query}", () => $"Last answer: {_last}");
}
