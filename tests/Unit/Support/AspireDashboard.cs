using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>The dashboard of Aspire, a receiver of OTLP that is not ours, until it is disposed. It has no exponential histograms, its
/// interface has no values of metrics, and shows attributes as text.</summary>
internal sealed class AspireDashboard : IAsyncDisposable
{
    /// <summary>The header of requests in which the key is expected.</summary>
    internal const string ApiKeyHeader = "x-otlp-api-key";

    private const string Source = "Install it by 'tools/install-servers' (Linux on x64).";

    private static readonly string s_program = Path.Combine("aspire-dashboard", "tools", "Aspire.Dashboard");

    private readonly DirectoryInfo _home;
    private readonly ServerProcess _server;

    private AspireDashboard(DirectoryInfo home, ServerProcess server)
    {
        _home = home;
        _server = server;
    }

    /// <summary>The root for OTLP over HTTP.</summary>
    internal Uri HttpEndpoint => new($"http://127.0.0.1:{_server.Ports[2]}");

    /// <summary>The address for OTLP over gRPC.</summary>
    internal Uri GrpcEndpoint => new($"http://127.0.0.1:{_server.Ports[1]}");

    /// <summary>Starts the dashboard. The test is skipped if it is not installed.</summary>
    /// <param name="apiKey">The key that requests need in the header <see cref="ApiKeyHeader"/>; null for none.</param>
    internal static async Task<AspireDashboard> StartAsync(string? apiKey = null)
    {
        string program = Tool.RequireFile(s_program, Source);

        // It writes keys to the folder of its user.
        DirectoryInfo home = Directory.CreateTempSubdirectory("telemetry-test-");
        try
        {
            ServerProcess server = await ServerProcess.StartAsync(
                program,
                ports: 3,
                ports =>
                [
                    $"--ASPNETCORE_URLS=http://127.0.0.1:{ports[0]}",
                    $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://127.0.0.1:{ports[1]}",
                    $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL=http://127.0.0.1:{ports[2]}",
                    "--Dashboard:Frontend:AuthMode=Unsecured",
                    "--Dashboard:Api:Enabled=true",
                    "--Dashboard:Api:AuthMode=Unsecured",
                    .. apiKey is null
                        ? new[] { "--Dashboard:Otlp:AuthMode=Unsecured" }
                        : ["--Dashboard:Otlp:AuthMode=ApiKey", $"--Dashboard:Otlp:PrimaryApiKey={apiKey}"],
                ],
                starting => starting.AnswersAsync("api/telemetry/resources"),
                [new("HOME", home.FullName)]);
            return new AspireDashboard(home, server);
        }
        catch
        {
            home.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Returns the programs of which something has arrived.</summary>
    internal async Task<IReadOnlyList<AspireResource>> GetResourcesAsync() =>
    [
        .. (await GetAsync("resources")).EnumerateArray().Select(resource => new AspireResource(
            resource.Text("name"), resource.Flag("hasMetrics"), resource.Flag("hasTraces"), resource.Flag("hasLogs"))),
    ];

    /// <summary>Returns the spans that have arrived.</summary>
    internal async Task<IReadOnlyList<OtlpSpan>> GetSpansAsync() => OtlpSpan.ReadAll((await GetAsync("spans")).Child("data"));

    /// <summary>Returns the log records that have arrived.</summary>
    internal async Task<IReadOnlyList<OtlpLog>> GetLogsAsync() => OtlpLog.ReadAll((await GetAsync("logs")).Child("data"));

    /// <summary>Waits until a condition holds.</summary>
    internal Task WaitForAsync(Func<AspireDashboard, Task<bool>> condition) =>
        _server.WaitUntilAsync(() => condition(this), "at the expected state");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private async Task<JsonElement> GetAsync(string what)
    {
        string text = await ServerProcess.Client.GetStringAsync(
            new Uri(_server.Uri, $"api/telemetry/{what}"), TestContext.Current.CancellationToken);
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
