using System.Globalization;
using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Trait("Category", "Slow")]
public sealed class ExamplesTests
{
    [Fact]
    public async Task Quickstart_logs_and_counts_what_it_registers()
    {
        ProcessResult result = await HostProgram.RunAsync(Repository.PathOf("examples", "quickstart.ps1"));

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(7, result.Lines.Length);
        Assert.StartsWith("[my_cool_app.accounts.new_user.success] 'ada' registered (", result.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "[my_cool_app.accounts.new_user.error] 'Ada' refused: name is taken (", result.Lines[2], StringComparison.Ordinal);
        Assert.Equal(["Registered: 3", "Refused:    2"], result.Lines[5..]);
    }

    [Fact]
    public async Task Quickstart_prints_what_the_readme_shows()
    {
        const string command = "dotnet run --project src/Telemetry.Host ";
        DocumentedBlock block = DocumentedPage.Open("README.md").Blocks[0];
        string first = block.Code.Split('\n')[0];
        Assert.StartsWith(command, first, StringComparison.Ordinal);

        ProcessResult result = await HostProgram.RunAsync(Repository.PathOf(first[command.Length..]));

        Assert.Equal(WithoutTimes(block.Output), WithoutTimes(result.Output.ReplaceLineEndings("\n").TrimEnd('\n')));

        static string WithoutTimes(string output) => Regex.Replace(output, @"\([\d.]+ ms\)", "(# ms)");
    }

    [Fact]
    public async Task Log_watch_accounts_for_every_line_of_the_log()
    {
        string[] log = await File.ReadAllLinesAsync(
            Repository.PathOf("examples", "data", "access.log"), TestContext.Current.CancellationToken);
        Assert.True(log.Length >= 10_000);

        ProcessResult result = await HostProgram.RunAsync(Repository.PathOf("examples", "log-watch.ps1"));

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.StartsWith($"Read {log.Length} lines", result.Lines[0], StringComparison.Ordinal);
        Assert.Equal(log.Length, Number(result, "web.request.stop") + Number(result, "web.log.malformed"));
        foreach (int status in new[] { 200, 404, 503 })
        {
            Assert.Equal(log.Count(line => line.Contains($"\" {status} ", StringComparison.Ordinal)), Number(result, $"{status}"));
        }
    }

    [Fact]
    public async Task Log_watch_tells_of_a_log_that_is_not_there()
    {
        ProcessResult result = await HostProgram.RunAsync(Repository.PathOf("examples", "log-watch.ps1"), "-Path", "no-such.log");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("no-such.log", result.Error, StringComparison.Ordinal);
        Assert.Contains("log-watch.ps1:", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Parallel_ops_counts_every_item_once()
    {
        ProcessResult result = await HostProgram.RunAsync(Repository.PathOf("examples", "parallel-ops.ps1"));

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(
            ["Checked:  200", "Ok:       188", "Damaged:  8", "Errors:   4", "Bytes:    215600"], result.Lines[..5]);
        Assert.Equal(new[] { 50, 100, 150, 200 }.Select(item => $"item {item} is not there"), result.Lines[6..]);
    }

    [Fact]
    public async Task Backup_job_logs_every_event_and_goes_on_after_the_step_that_fails()
    {
        ProcessResult result = await HostProgram.RunAsync(Repository.PathOf("examples", "backup-job.ps1"), "-Files", "20");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        string[][] steps =
        [
            .. result.Lines[1..7].Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
        Assert.Equal(["make files", "hash", "copy", "verify", "copy again", "verify again"], steps.Select(step => step[0]));
        Assert.Equal(["20", "20", "20", "1", "20"], steps.Where(step => step[0] != "verify").Select(step => step[2]));
        Assert.StartsWith("damaged: file-", steps[3][^1], StringComparison.Ordinal);
        Assert.All(steps, step => Assert.True(double.Parse(step[1], CultureInfo.InvariantCulture) > 0));
        Assert.Equal(
            [
                // The job's 2, two for each step, one for each copy and the one made again, and the damage found twice.
                "Logged:  37 events; 12 of the 12 about a step name the job as its parent",
                "Saved:   20 files, 200210 bytes",
            ],
            result.Lines[7..]);
    }

    /// <summary>The number behind a label of the summary.</summary>
    private static int Number(ProcessResult result, string label)
    {
        string line = result.Lines.First(line => line.StartsWith($"{label} ", StringComparison.Ordinal));
        return int.Parse(line[label.Length..], CultureInfo.InvariantCulture);
    }
}
