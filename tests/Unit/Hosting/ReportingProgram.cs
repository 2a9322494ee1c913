using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The programs that report metrics by all reporters, emit 300 events, from which a buffered handler makes others, and end:
/// one in C#, <c>tests/Programs/ReportingProcess</c>, and a script in PowerShell.</summary>
internal sealed class ReportingProgram : IDisposable
{
    /// <summary>The sum of the numbers from 1 to 300, which the events of the handler have.</summary>
    internal const int Sum = 45_150;

    private const string Script =
        """
        param($Module, $End, $Folder, $Push, $StatsD, $Gate, $Control)
        Import-Module $Module
        $port = 0
        if (-not $Control) {
            Register-TelemetryMetric ending.item.count Counter
            Register-TelemetryMetric ending.derived.sum Sum
            $long = 'v' * 200
            Register-TelemetryMetric wide.series.count Counter -Tag a, b -SeriesLimit 20000 -TagValue @{
                a = 1..100 | ForEach-Object { "$long$_" }; b = 1..200 | ForEach-Object { "$long$_" }
            }
            Register-TelemetryHandler derive ending.item -Buffered -DrainTimeout 1h -ScriptBlock {
                param($EventName, $Measurements)

                [Threading.Thread]::Sleep(1)
                Invoke-TelemetryEvent ending.derived @{ sum = $Measurements.item }
            }

            $common = @{ Metric = 'ending.*'; Interval = '1h' }
            Start-TelemetryTextFileReporter "$Folder/all.prom" @common
            Start-TelemetryJsonLinesReporter "$Folder/all.jsonl" @common
            Start-TelemetryPushgatewayReporter $Push ending -Timeout 1m @common
            Start-TelemetryStatsDReporter 127.0.0.1 $StatsD @common
            $port = ([uri](Start-TelemetryPrometheusReporter 0 -PassThru).Target).Port
        }

        foreach ($i in 1..300) { Invoke-TelemetryEvent ending.item @{ item = $i } }
        $client = [Net.Sockets.TcpClient]::new('127.0.0.1', $Gate)
        $stream = $client.GetStream()
        $line = [Text.Encoding]::ASCII.GetBytes("$port`n")
        $stream.Write($line, 0, $line.Length)
        if ($End -eq 'signal') {
            while ($true) { Start-Sleep 1 }
        }

        $null = $stream.ReadByte()
        switch ($End) {
            'exit' { exit 3 }
            'throw' { throw 'The script ends by an error.' }
            'Environment.Exit' { [Environment]::Exit(3) }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");
    private readonly TcpListener _gate = new(IPAddress.Loopback, 0);

    internal ReportingProgram()
    {
        File.WriteAllText(PathOf("reporting.ps1"), Script);
        _gate.Start();
    }

    internal PushStandIn Push { get; } = new();

    internal StatsDStandIn StatsD { get; } = new();

    public void Dispose()
    {
        _gate.Dispose();
        Push.Dispose();
        StatsD.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The lines of a file that a reporter wrote.</summary>
    internal string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    /// <summary>Runs the program to its end.</summary>
    /// <param name="isScript">Whether it is the script.</param>
    /// <param name="end">Its end: the name of a signal, or as the program says.</param>
    /// <param name="isControl">Whether it has no handler and no reporters.</param>
    /// <param name="whileItEnds">Called with the port of its endpoint when everything was emitted; the function that it returns is
    /// called while the program ends.</param>
    internal async Task<int> RunAsync(bool isScript, string end, bool isControl, Func<int, Task<Func<Task>>> whileItEnds)
    {
        bool isSignal = end.StartsWith("SIG", StringComparison.Ordinal);
        (string program, string[] first) = isScript
            ? (PowerShellProgram.Path,
            [
                "-NoProfile", "-NonInteractive", "-File", PathOf("reporting.ps1"),
                Repository.PathOf("output", "Telemetry", "Telemetry.psd1"),
            ])
            : ("dotnet", new[] { Repository.PathOfProgram("tests", "Programs", "ReportingProcess") });
        string gate = ((IPEndPoint)_gate.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        string statsd = StatsD.Port.ToString(CultureInfo.InvariantCulture);
        string[] options = isControl ? ["control"] : [];
        using Process process = ProcessRun.Start(
            program, [.. first, isSignal ? "signal" : end, _folder.FullName, Push.Uri, statsd, gate, .. options]);
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(guard.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(guard.Token);
            Task<TcpClient> connecting = _gate.AcceptTcpClientAsync(guard.Token).AsTask();
            if (await Task.WhenAny(connecting, Task.WhenAll(output, error)) != connecting)
            {
                Assert.Fail($"The program ended too early:\n{await output}{await error}");
            }

            using TcpClient client = await connecting;
            NetworkStream stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            int port = int.Parse((await reader.ReadLineAsync(guard.Token))!, CultureInfo.InvariantCulture);
            Func<Task> check = await whileItEnds(port);
            if (isSignal)
            {
                UnixSignal.Send(end, process.Id);
            }
            else
            {
                stream.WriteByte(0);
            }

            await check();
            await process.WaitForExitAsync(guard.Token);
            await output;
            await error;
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
