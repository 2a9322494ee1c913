using System.Text.Json;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The last values of metrics arrive by all reporters when a process ends, whichever way, and the process ends as it would
/// have ended without them.</summary>
[Trait("Category", "Slow")]
[Collection(RunsAlone.Name)]
public sealed class ReporterEndTests
{
    private const int Attempts = 5;

    public static TheoryData<bool, string> Ends => new MatrixTheoryData<bool, string>(
        [false, true], ["return", "exit", "throw", "Environment.Exit", "SIGINT", "SIGTERM", "SIGHUP"]);

    public static TheoryData<bool, string> SomeEnds => new MatrixTheoryData<bool, string>(
        [false, true], ["return", "Environment.Exit", "SIGTERM"]);

    /// <summary>The first push is not answered before the end, and a scrape is not read further before the last push arrived. On a
    /// busy machine, the time for the scrape may be over by then; the program is run again.</summary>
    [Theory]
    [MemberData(nameof(Ends))]
    public async Task R9_last_values_arrive_by_all_reporters_while_a_push_and_a_scrape_are_under_way(bool isScript, string end)
    {
        SkipSignalsOnWindows(end);
        int control = await RunControlAsync(isScript, end);
        bool isWhole = false;
        for (int attempt = 1; !isWhole; attempt++)
        {
            Assert.True(attempt <= Attempts, "The machine is too busy for a scrape of five seconds.");
            using var program = new ReportingProgram();

            int exitCode = await program.RunAsync(isScript, end, isControl: false, async port =>
            {
                await program.Push.WaitForAsync();
                SlowScrape scrape = await SlowScrape.BeginAsync(port);
                return async () =>
                {
                    using (scrape)
                    {
                        program.Push.Answer();
                        await AssertPushedAsync(program);
                        isWhole = await scrape.FinishAsync();
                    }
                };
            });

            await AssertReportedAsync(program);
            AssertExitCode(isScript, end, control, exitCode);
        }
    }

    [Theory]
    [MemberData(nameof(SomeEnds))]
    public async Task R9_server_that_never_answers_holds_up_no_other_reporter_and_not_the_end(bool isScript, string end)
    {
        SkipSignalsOnWindows(end);
        int control = await RunControlAsync(isScript, end);
        using var program = new ReportingProgram();

        int exitCode = await program.RunAsync(isScript, end, isControl: false, async _ =>
        {
            await program.Push.WaitForAsync();
            return () => AssertPushedAsync(program);
        });

        await AssertReportedAsync(program);
        AssertExitCode(isScript, end, control, exitCode);
    }

    private static void SkipSignalsOnWindows(string end) =>
        Assert.SkipWhen(
            OperatingSystem.IsWindows() && end.StartsWith("SIG", StringComparison.Ordinal), "Windows has no signals to send.");

    private static async Task<int> RunControlAsync(bool isScript, string end)
    {
        using var control = new ReportingProgram();
        return await control.RunAsync(isScript, end, isControl: true, static _ => Task.FromResult(static () => Task.CompletedTask));
    }

    private static void AssertExitCode(bool isScript, string end, int expected, int actual)
    {
        if (isScript && end == "SIGINT")
        {
            // PowerShell itself ends with one or the other, and not with the same each time.
            Assert.InRange(actual, 0, 1);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static Task AssertPushedAsync(ReportingProgram program) =>
        program.Push.WaitForAsync("ending_item_total 300", $"ending_derived_sum_total {ReportingProgram.Sum}");

    private static async Task AssertReportedAsync(ReportingProgram program)
    {
        string[] text = program.Lines("all.prom");
        Assert.Contains("ending_item_total 300", text);
        Assert.Contains($"ending_derived_sum_total {ReportingProgram.Sum}", text);

        JsonElement[] lines = [.. program.Lines("all.jsonl").Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(300, TotalOf("ending.item.count"));
        Assert.Equal(ReportingProgram.Sum, TotalOf("ending.derived.sum"));

        await program.StatsD.WaitForAsync(("ending.item.count", 300), ("ending.derived.sum", ReportingProgram.Sum));

        double TotalOf(string metric) =>
            lines.Where(line => line.GetProperty("name").GetString() == metric).Sum(line => line.GetProperty("value").GetDouble());
    }
}
