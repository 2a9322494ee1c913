using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The pages on reporters, with the servers that they name.</summary>
[Trait("Category", "Slow")]
public sealed class ReporterPageTests : IDisposable
{
    private const string DefaultPort = "9464";

    // The first keys of the settings of others, of which there is none here to check them.
    private static readonly string[] s_unchecked = ["receivers:", "jobs:", "scrape_configs:\n  - job_name: audit"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    /// <summary>The settings of Prometheus, on pages other than those of cmdlets.</summary>
    public static TheoryData<string, int, string> Settings =>
    [
        .. DocumentedPage.Everywhere
            .SelectMany(page => page.Blocks)
            .Where(block => block.Language == "yaml" && !block.Page.StartsWith("docs/cmdlets/", StringComparison.Ordinal))
            .Where(block => !s_unchecked.Any(key => block.Code.StartsWith(key, StringComparison.Ordinal)))
            .Select(block => new TheoryDataRow<string, int, string>(block.Page, block.Line, block.Code)),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Prometheus_accepts_the_settings(string page, int line, string code)
    {
        string file = Write("settings.yml", code);
        string check = code.StartsWith("groups:", StringComparison.Ordinal) ? "rules" : "config";

        ProcessResult result = await ProcessRun.RunAsync(
            Tool.Require("promtool", PrometheusServer.Source), ["check", check, file]);

        Assert.True(result.ExitCode == 0, $"{page}, line {line}: {result.Output}{result.Error}");
    }

    /// <summary>The first program of the page and the settings and the command of the recipe, on ports that are free.</summary>
    [Fact]
    public async Task Reader_of_the_pages_gets_a_number_from_Prometheus()
    {
        string port = ServerProcess.FreePorts(1)[0].ToString(CultureInfo.InvariantCulture);
        DocumentedBlock program = DocumentedPage.Open("docs/reporters.md").Blocks[0];
        DocumentedBlock[] recipe = [.. DocumentedPage.Open("docs/cookbook/scrape-a-service.md").Blocks];
        string settings = Write(
            "prometheus.yml",
            recipe.Single(block => block.Language == "yaml").Code
                .Replace(DefaultPort, port, StringComparison.Ordinal)
                .Replace("15s", "1s", StringComparison.Ordinal));
        string[] command = recipe.Single(block => block.Language == "sh").Code.Trim().Split(' ');
        string prometheus = Tool.Require(command[0], PrometheusServer.Source);
        string script = Write(
            "program.ps1",
            $"""
            Import-Module '{Repository.PathOf("output", "Telemetry", "Telemetry.psd1")}'
            {program.Code
                .Replace("Start-TelemetryPrometheusReporter", $"Start-TelemetryPrometheusReporter -Port {port}", StringComparison.Ordinal)
                .Replace(DefaultPort, port, StringComparison.Ordinal)}
            while ($true) {"{ Start-Sleep 1 }"}
            """);
        using Process service = ProcessRun.Start(PowerShellProgram.Path, ["-NoProfile", "-NonInteractive", "-File", script]);
        try
        {
            await using ServerProcess server = await ServerProcess.StartAsync(
                prometheus,
                ports: 1,
                ports =>
                [
                    .. command[1..].Select(argument => argument.Replace("prometheus.yml", settings, StringComparison.Ordinal)),
                    $"--storage.tsdb.path={Path.Combine(_folder.FullName, "data")}",
                    $"--web.listen-address=127.0.0.1:{ports[0]}",
                ],
                starting => starting.AnswersAsync("-/ready"));

            Assert.Equal(3, await QueryAsync(server, "web_request_stop_duration_seconds_count{route=\"/users\"}"));
            Assert.InRange(
                await QueryAsync(server, "histogram_quantile(0.5, web_request_stop_duration_seconds_bucket)"), 0.01, 0.1);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<double> QueryAsync(ServerProcess server, string query)
    {
        double value = double.NaN;
        await server.WaitUntilAsync(
            async () =>
            {
                string answer = await ServerProcess.Client.GetStringAsync(
                    new Uri(server.Uri, $"api/v1/query?query={Uri.EscapeDataString(query)}"), TestContext.Current.CancellationToken);
                using JsonDocument json = JsonDocument.Parse(answer);
                JsonElement result = json.RootElement.GetProperty("data").GetProperty("result");
                if (result.GetArrayLength() == 0)
                {
                    return false;
                }

                value = PrometheusSeries.Read(result[0]).Value;
                return double.IsFinite(value);
            },
            $"asked for {query}");
        return value;
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
