using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Telemetry.Tests.Support;

/// <summary>The original StatsD server, until it is disposed.</summary>
internal sealed partial class StatsDServer : IAsyncDisposable
{
    private const string Source = "Install it by 'tools/install-servers', or Node.js and 'npm install --prefix .tools/statsd statsd'.";

    private readonly ServerProcess _server;
    private readonly string _configuration;
    private readonly int _management;

    private StatsDServer(ServerProcess server, string configuration, int port, int management)
    {
        _server = server;
        _configuration = configuration;
        Port = port;
        _management = management;
    }

    internal int Port { get; }

    /// <summary>The text that the server wrote.</summary>
    internal string Output => _server.Output;

    /// <summary>Starts the server. The test is skipped if it is not installed.</summary>
    /// <param name="port">The port; null for a free one.</param>
    /// <param name="flushes">Whether the server writes its values each second. It sets the counters to 0 then.</param>
    internal static async Task<StatsDServer> StartAsync(int? port = null, bool flushes = false)
    {
        string node = Tool.Require("node", Source);
        string script = Tool.RequireFile(Path.Combine("statsd", "node_modules", "statsd", "stats.js"), Source);
        string configuration = Path.Combine(Path.GetTempPath(), $"telemetry-test-{Guid.NewGuid():N}.js");
        int[] used = [];
        ServerProcess server = await ServerProcess.StartAsync(
            node,
            ports: 2,
            ports =>
            {
                used = [port ?? ports[0], ports[1]];
                File.WriteAllText(
                    configuration,
                    $$"""
                    {
                      address: "127.0.0.1", port: {{used[0]}}, mgmt_address: "127.0.0.1", mgmt_port: {{used[1]}}, title: false,
                      flushInterval: {{(flushes ? 1000 : 3_600_000)}}, backends: [{{(flushes ? "\"./backends/console\"" : "")}}]
                    }
                    """);
                return [script, configuration];
            },
            async _ => (await AskAsync(used[1], "health")).Contains("up", StringComparison.Ordinal));
        return new StatsDServer(server, configuration, used[0], used[1]);
    }

    /// <summary>Returns the values of <c>counters</c> or <c>gauges</c>, those of the server itself, too.</summary>
    internal async Task<Dictionary<string, double>> ValuesAsync(string what) => Entry().Matches(await AskAsync(_management, what))
        .ToDictionary(
            entry => entry.Groups["name"].Value,
            entry => double.Parse(entry.Groups["value"].Value, CultureInfo.InvariantCulture));

    /// <summary>Returns the values of timers, up to a hundred of each.</summary>
    internal async Task<Dictionary<string, double[]>> TimersAsync() => Timer().Matches(await AskAsync(_management, "timers"))
        .ToDictionary(
            entry => entry.Groups["name"].Value,
            entry => Number().Matches(entry.Groups["values"].Value)
                .Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture))
                .ToArray());

    /// <summary>Waits until the server has read what was sent to it.</summary>
    internal Task WaitUntilAsync(Func<Task<bool>> condition, string name) => _server.WaitUntilAsync(condition, name);

    /// <summary>Waits until a counter has a value.</summary>
    internal Task WaitForCounterAsync(string name, double value) => _server.WaitUntilAsync(
        async () => (await ValuesAsync("counters")).TryGetValue(name, out double now) && now.Equals(value), $"at {name} = {value}");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_configuration);
    }

    private static async Task<string> AskAsync(int port, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"), TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        byte[] buffer = new byte[65536];
        while (!answer.ToString().EndsWith(command == "health" ? "\n" : "END\n\n", StringComparison.Ordinal)
            && await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var length)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, length));
        }

        return answer.ToString();
    }

    [GeneratedRegex(@"'?(?<name>[\w.-]+)'?: (?<value>-?\d[\d.e+-]*)")]
    private static partial Regex Entry();

    [GeneratedRegex(@"'?(?<name>[\w.-]+)'?: \[(?<values>[^\]]*)\]")]
    private static partial Regex Timer();

    [GeneratedRegex(@"(?<![\w.])\d[\d.e+-]*(?! more)")]
    private static partial Regex Number();
}
