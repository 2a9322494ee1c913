using Telemetry.Tests.Support;

namespace Telemetry.Tests.Logging;

/// <summary>Logs of real processes: several on one file, and each end of a process.</summary>
[Trait("Category", "Slow")]
public sealed class LogProcessTests
{
    private const int Count = 2000;

    [Theory]
    [InlineData("return", 0)]
    [InlineData("exit", 3)]
    [InlineData("Environment.Exit", 3)]
    [InlineData("throw", null)]
    [InlineData("SIGINT", null)]
    [InlineData("SIGTERM", null)]
    [InlineData("SIGHUP", null)]
    public async Task Lines_are_written_at_each_end_of_a_process_and_so_are_those_of_buffered_handlers(string end, int? exitCode)
    {
        bool isSignal = end.StartsWith("SIG", StringComparison.Ordinal);
        Assert.SkipWhen(isSignal && OperatingSystem.IsWindows(), "Windows has no signals.");
        using var folder = new FolderOfATest();
        string path = folder.PathOf("a.jsonl");

        ProcessResult run = await RunAsync(isSignal ? "signal" : end, path, isSignal ? end : null);

        Assert.Equal(exitCode ?? run.ExitCode, run.ExitCode);
        Assert.Equal(exitCode is null, run.ExitCode is not (0 or 3));
        string[] lines = LogOfATest.LinesOf(path);
        Assert.Equal(Enumerable.Range(1, Count), Values(lines, "ending.item").Order());

        // The queue of the handler has room for 300 of all.
        Assert.NotEmpty(Values(lines, "ending.derived"));
    }

    [Fact]
    public async Task Eight_processes_lose_no_line_of_a_file_that_all_of_them_rotate()
    {
        using var folder = new FolderOfATest();
        string path = folder.PathOf("a.jsonl");

        ProcessResult[] runs = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => RunAsync("return", path, signal: null, "50000")));

        Assert.All(runs, run => Assert.Equal((0, string.Empty), (run.ExitCode, run.Error)));
        string[] files = [.. folder.Files.Where(name => name[0] != '.')];
        string[] lines = [.. files.SelectMany(name => LogOfATest.LinesOf(folder.PathOf(name)))];
        Assert.Equal(
            Enumerable.Range(1, Count).SelectMany(number => Enumerable.Repeat(number, 8)), Values(lines, "ending.item").Order());
        Assert.Equal(8, lines.Select(Pid).Distinct().Count());
        Assert.True(files.Length > 20, $"{files.Length} files");
        Assert.All(files, name => Assert.InRange(new FileInfo(folder.PathOf(name)).Length, 1, 50_000));
    }

    private static Task<ProcessResult> RunAsync(string end, string path, string? signal, params string[] more) => ProcessRun.RunAsync(
        "dotnet",
        [Repository.PathOfProgram("tests", "Programs", "LoggingProcess"), end, path, $"{Count}", .. more],
        signal);

    private static int[] Values(string[] lines, string name) =>
    [
        .. lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("name").GetString() == name)
            .Select(line => line.GetProperty("measurements").GetProperty("value").GetInt32()),
    ];

    private static int Pid(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("pid").GetInt32();
}
