using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The example ShopService, started by <c>dotnet run</c>, with its files in a folder of its own.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _server;

    private ShopProcess(DirectoryInfo folder, ServerProcess server)
    {
        _folder = folder;
        _server = server;
    }

    internal Uri Uri => _server.Uri;

    /// <summary>The lines of the log so far.</summary>
    internal string[] Log => _server.Output.Split('\n');

    internal static async Task<ShopProcess> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("telemetry-test-");
        string handlers = folder.CreateSubdirectory("handlers").FullName;
        foreach (string script in Directory.EnumerateFiles(Repository.PathOf("examples", "ShopService", "handlers")))
        {
            File.Copy(script, Path.Combine(handlers, Path.GetFileName(script)));
        }

        // tests/Unit/bin/<configuration>/<framework>/ of these tests.
        string configuration = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2];
        try
        {
            ServerProcess server = await ServerProcess.StartAsync(
                "dotnet",
                ports: 1,
                ports =>
                [
                    "run", "--no-build", "-c", configuration, "--project", Repository.PathOf("examples", "ShopService"), "--",
                    "--urls", $"http://127.0.0.1:{ports[0]}",
                    "--HandlerFolder", handlers,
                    "--Archive", Path.Combine(folder.FullName, "orders.jsonl"),
                    "--Telemetry:Reporters:file:Path", Path.Combine(folder.FullName, "metrics.jsonl"),
                ],
                starting => starting.AnswersAsync("health"));
            return new ShopProcess(folder, server);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Places an order.</summary>
    /// <returns>The status.</returns>
    internal async Task<int> OrderAsync(string customer, string country, decimal total)
    {
        using HttpResponseMessage response = await ServerProcess.Client.PostAsJsonAsync(
            new Uri(Uri, "orders"), new { customer, country, total }, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    internal Task<string> GetAsync(string path) =>
        ServerProcess.Client.GetStringAsync(new Uri(Uri, path), TestContext.Current.CancellationToken);

    internal async Task<string[]> IncidentsAsync() => JsonSerializer.Deserialize<string[]>(await GetAsync("incidents"))!;

    internal Task WaitUntilAsync(Func<Task<bool>> condition, string name) => _server.WaitUntilAsync(condition, name);

    /// <summary>Changes a script, as an editor would.</summary>
    internal void Edit(string script, string text, string replacement)
    {
        string path = Path.Combine(_folder.FullName, "handlers", script);
        string content = File.ReadAllText(path);
        Assert.Contains(text, content, StringComparison.Ordinal);
        File.WriteAllText(path, content.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>Sends a signal to the service itself, which <c>dotnet run</c> started, and waits until both have ended.</summary>
    /// <returns>The exit code.</returns>
    internal Task<int> EndAsync(string signal)
    {
        string children = File.ReadAllText($"/proc/{_server.Id}/task/{_server.Id}/children");
        int service = int.Parse(Assert.Single(children.Split(' ', StringSplitOptions.RemoveEmptyEntries)), CultureInfo.InvariantCulture);
        UnixSignal.Send(signal, service);
        return _server.WaitForExitAsync();
    }

    /// <summary>The lines of JSON in a file that the service wrote.</summary>
    internal JsonElement[] Lines(string file) =>
        [.. File.ReadAllLines(Path.Combine(_folder.FullName, file)).Select(line => JsonDocument.Parse(line).RootElement)];

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
