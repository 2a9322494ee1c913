using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The programs that emit 300 events for a buffered handler, which writes a line to a file for each, and end: one in
/// C#, <c>tests/Programs/EndingProcess</c>, and a script in PowerShell.</summary>
internal sealed class EndingProgram : IDisposable
{
    private const string Script =
        """
        param($Module, $End, $Log, $Control)
        Import-Module $Module
        if (-not $Control) {
            Register-TelemetryHandler ending.log ending.item -Buffered -DrainTimeout 1:0:0 -Config $Log -ScriptBlock {
                param($EventName, $Measurements, $Metadata, $Log)

                [IO.File]::AppendAllText($Log, "$($Measurements.item)`n")
                [Threading.Thread]::Sleep(1)
            }
        }

        foreach ($i in 1..300) { Invoke-TelemetryEvent ending.item @{ item = $i } }
        switch ($End) {
            'exit' { exit 3 }
            'throw' { throw 'The script ends by an error.' }
            'Environment.Exit' { [Environment]::Exit(3) }
            'signal' {
                [Console]::Out.WriteLine("ready $PID")
                while ($true) { Start-Sleep 1 }
            }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    public EndingProgram() => File.WriteAllText(ScriptPath, Script);

    private string ScriptPath => Path.Combine(_folder.FullName, "ending.ps1");

    private string Log => Path.Combine(_folder.FullName, "log");

    /// <summary>The numbers of the events that were handled, in order.</summary>
    public int[] Handled => File.Exists(Log)
        ? [.. File.ReadAllLines(Log).Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture))]
        : [];

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Runs the program in C#.</summary>
    /// <param name="end">How it ends: the name of a signal, or as the program says.</param>
    /// <param name="options">The options of the program.</param>
    public Task<ProcessResult> RunAsync(string end, params string[] options) =>
        RunAsync("dotnet", [Repository.PathOfProgram("tests", "Programs", "EndingProcess")], end, options);

    /// <summary>Runs the script in PowerShell.</summary>
    /// <param name="end">How it ends.</param>
    /// <param name="options">None, or <c>control</c>.</param>
    public Task<ProcessResult> RunScriptAsync(string end, params string[] options)
    {
        string module = Repository.PathOf("output", "Telemetry", "Telemetry.psd1");
        return RunAsync(PowerShellProgram.Path, ["-NoProfile", "-NonInteractive", "-File", ScriptPath, module], end, options);
    }

    private Task<ProcessResult> RunAsync(string program, string[] arguments, string end, string[] options)
    {
        bool isSignal = end.StartsWith("SIG", StringComparison.Ordinal);
        return ProcessRun.RunAsync(program, [.. arguments, isSignal ? "signal" : end, Log, .. options], isSignal ? end : null);
    }
}
