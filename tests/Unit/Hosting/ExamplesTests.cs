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
        Assert.StartsWith("[my_cool_app.accounts.new_user.success] 'ada' registered (", result.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "[my_cool_app.accounts.new_user.error] 'Ada' refused: name is taken (", result.Lines[2], StringComparison.Ordinal);
        Assert.Equal(["5", "1", "1", "3"], result.Lines[^4..].Select(line => line.TrimStart().Split(' ')[0]));
        Assert.EndsWith("new_user.refused{reason=name is taken}", result.Lines[^3], StringComparison.Ordinal);
        Assert.EndsWith(" 3 new_user.registered", Regex.Replace(result.Lines[^1], " +", " "), StringComparison.Ordinal);
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

        static string WithoutTimes(string output) =>
            Regex.Replace(Regex.Replace(output, @"\([\d.]+ ms\)", "(# ms)"), " +[0-9.]+(?=.* millisecond )", " #");
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

    /// <summary>The number behind a label of the summary.</summary>
    private static int Number(ProcessResult result, string label)
    {
        string line = result.Lines.First(line => line.StartsWith($"{label} ", StringComparison.Ordinal));
        return int.Parse(line[label.Length..], CultureInfo.InvariantCulture);
    }
}
