using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

[Trait("Category", "Slow")]
public sealed class OrderServiceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    private string Alerts => Path.Combine(_folder.FullName, "alerts.log");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Totals_are_exact_under_load_and_the_same_in_every_run()
    {
        ProcessResult result = await HostProgram.RunProgramAsync(
            "OrderService.dll", "--orders", "3000", "--threads", "4", "--alerts", Alerts);

        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("The totals are exact.", result.Lines);
        Assert.Equal("alerts.ps1 (Loaded): alerts.slow, alerts.failed", result.Lines[0]);
        string all = result.Lines.Single(line => line.StartsWith("all ", StringComparison.Ordinal));
        Assert.Equal(["all", "3000", "63", "734,828.89"], all.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        string[] alerts = await File.ReadAllLinesAsync(Alerts, TestContext.Current.CancellationToken);
        Assert.Equal(3, alerts.Count(line => line.StartsWith("SLOW order", StringComparison.Ordinal)));
        Assert.Equal(63, alerts.Count(line => line.StartsWith("FAILED order", StringComparison.Ordinal)));
        Assert.Equal(66, alerts.Length);
    }

    [Fact]
    public async Task Totals_that_are_wrong_end_with_exit_code_1()
    {
        // A payment of no order.
        string handlers = Path.Combine(_folder.FullName, "handlers");
        Directory.CreateDirectory(handlers);
        await File.WriteAllTextAsync(
            Path.Combine(handlers, "payment.ps1"),
            "Invoke-TelemetryEvent orders.payment.stop @{ amount = 7 } @{ country = 'AT' }",
            TestContext.Current.CancellationToken);

        ProcessResult result = await HostProgram.RunProgramAsync(
            "OrderService.dll", "--orders", "10", "--threads", "1", "--handlers", handlers, "--alerts", Alerts);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("The totals are wrong:", result.Lines);
        Assert.StartsWith("orders.revenue AT: ", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_arguments_are_told()
    {
        ProcessResult result = await HostProgram.RunProgramAsync("OrderService.dll", "--orders", "many");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--orders needs a whole number", result.Error, StringComparison.Ordinal);
    }
}
