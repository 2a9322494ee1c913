using Telemetry.Tests.Support;

namespace Telemetry.Tests.Reporters;

/// <summary>Reports arrive, and an endpoint answers, while all threads of the pool are blocked, as they may be at the end of a
/// process. In PowerShell, with the assemblies that it loads.</summary>
[Trait("Category", "Slow")]
public sealed class BlockedPoolTests
{
    private static readonly string s_script =
        $$"""
        $ErrorActionPreference = 'Stop'
        Add-Type -Path '{{Repository.PathOf("src", "Telemetry.Reporters", "bin", Configuration, "netstandard2.0")}}/Telemetry.Reporters.dll'
        $options = [Telemetry.Reporters.{0}Options]::new()
        {1}
        $reporter = [Telemetry.Reporters.{0}]::new($options)
        $null = [Threading.ThreadPool]::SetMinThreads(2, 2)
        $null = [Threading.ThreadPool]::SetMaxThreads(2, 2)
        $never = [Threading.ManualResetEvent]::new($false)
        $block = [Func[bool]]$never.WaitOne
        # What is queued later waits behind them.
        foreach ($i in 1..20) { $null = [Threading.Tasks.Task]::Run($block) }
        $metric = [Telemetry.Metrics.MetricDefinition]::new('job.count', 'Counter')
        $null = [Telemetry.Metrics.MetricRegistry]::Default.Add($metric)
        $reporter.Start()
        [Telemetry.TelemetryDispatcher]::Default.Execute('job')
        {2}
        $reporter.StopAsync([TimeSpan]::FromSeconds(30)).Result
        $reporter.LastError
        [Environment]::Exit(0)
        """;

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public Task R4_endpoint_answers() => RunAsync(
        "PrometheusEndpoint",
        "$options.Port = 0",
        """
        $stream = [Net.Sockets.TcpClient]::new('127.0.0.1', $reporter.Port).GetStream()
        $stream.ReadTimeout = 30000
        $request = [Text.Encoding]::ASCII.GetBytes('GET /metrics HTTP/1.0' + [char]10 + [char]10)
        $stream.Write($request, 0, $request.Length)
        ([IO.StreamReader]::new($stream).ReadToEnd() -split [char]10)[-2]
        """,
        "job_total 1\nTrue");

    [Fact]
    public async Task R6_push_arrives()
    {
        using var server = new StandInServer(_ => StandInServer.Reply("200 OK"));

        await RunAsync("PushgatewayReporter", $"$options.Uri = 'http://127.0.0.1:{server.Port}'; $options.Job = 'test'");

        Assert.EndsWith("job_total 1\n", server.Requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task R7_datagram_arrives()
    {
        using var receiver = new UdpReceiver();

        await RunAsync("StatsDReporter", $"$options.Host = 'localhost'; $options.Port = {receiver.Port}");

        Assert.Equal(["job.count:1|c"], receiver.Lines());
    }

    private static async Task RunAsync(string reporter, string options, string use = "", string output = "True")
    {
        string script = s_script
            .Replace("{0}", reporter, StringComparison.Ordinal)
            .Replace("{1}", options, StringComparison.Ordinal)
            .Replace("{2}", use, StringComparison.Ordinal);

        ProcessResult run = await PowerShellProgram.RunAsync("-Command", script);

        Assert.Equal((0, output, ""), (run.ExitCode, run.Output.Trim().ReplaceLineEndings("\n"), run.Error));
    }
}
