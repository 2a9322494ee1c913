using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The example of a web service with script handlers of its operators, as one who tries it sees it.</summary>
[Trait("Category", "Slow")]
[Collection(RunsAlone.Name)]
public sealed class ShopServiceTests
{
    private const int Orders = 200;

    [Fact]
    public async Task Script_of_an_operator_handles_the_requests_and_a_change_of_it_takes_effect()
    {
        await using ShopProcess shop = await ShopProcess.StartAsync();
        Assert.Equal(200, await shop.OrderAsync("ada", "AT", 750));
        Assert.Equal(200, await shop.OrderAsync("bob", "AT", 50));
        Assert.Equal(["Large order 1 of ada: 750"], await shop.IncidentsAsync());

        shop.Edit("alerts.ps1", "Limit = 500", "Limit = 40");
        await shop.WaitUntilAsync(
            async () =>
            {
                await shop.OrderAsync("bob", "AT", 50);
                return (await shop.IncidentsAsync()).Length > 1;
            },
            "with the changed script");

        Assert.All((await shop.IncidentsAsync()).Skip(1), report => Assert.EndsWith("of bob: 50", report, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Handler_that_fails_is_logged_once_and_the_service_is_degraded_until_it_is_mended()
    {
        await using ShopProcess shop = await ShopProcess.StartAsync();
        Assert.Equal("Healthy", await shop.GetAsync("health"));

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, await shop.OrderAsync("eva", "SE", 20));
        }

        const string Reason = "The country 'SE' is not in the table.";
        await shop.WaitUntilAsync(() => Task.FromResult(shop.Log.Any(Tells)), "done with the log");
        Assert.Equal("Degraded", await shop.GetAsync("health"));

        shop.Edit("customs.ps1", "CH = $true", "CH = $true; SE = $false");
        await shop.WaitUntilAsync(async () => await shop.GetAsync("health") == "Healthy", "healthy again");
        Assert.Equal(200, await shop.OrderAsync("eva", "CH", 20));
        Assert.Contains("Customs for order 4 to CH", await shop.IncidentsAsync());

        // After the end, when a second entry would be there, too.
        if (OperatingSystem.IsLinux())
        {
            await shop.EndAsync("SIGTERM");
        }

        Assert.Single(shop.Log, Tells);
        Assert.DoesNotContain(shop.Log, line => line.Contains("(null)", StringComparison.Ordinal));

        // The platform logs the health with the same reason.
        static bool Tells(string line) =>
            line.Contains("'customs' failed at event", StringComparison.Ordinal) && line.Contains(Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_scrapes_the_numbers_of_parallel_requests()
    {
        await using ShopProcess shop = await ShopProcess.StartAsync();
        await PlaceAsync(shop);

        string text = await shop.GetAsync("metrics");

        Assert.Contains($"\nshop_order_stop_total{{country=\"AT\"}} {Orders}\n", text, StringComparison.Ordinal);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new Uri(shop.Uri, "metrics"));
        Assert.Equal(Orders, await prometheus.QueryAsync("shop_order_stop_duration_seconds_count", value => value == Orders));
    }

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    public async Task Signal_stops_the_service_and_its_files_have_the_last_events(string signal)
    {
        Assert.SkipWhen(!OperatingSystem.IsLinux(), "It sends a signal to the child of dotnet run, which it finds in /proc.");
        await using ShopProcess shop = await ShopProcess.StartAsync();
        await PlaceAsync(shop);

        Assert.Equal(0, await shop.EndAsync(signal));

        string[] names = [.. shop.Lines("orders.jsonl").Select(record => record.GetProperty("EventName").GetString()!)];
        Assert.Equal(
            [("shop.order.start", Orders), ("shop.order.stop", Orders)],
            names.CountBy(name => name).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));

        // Of all intervals: on a slow computer, the first one may end before all orders are placed.
        Assert.Equal(Orders, shop.Lines("metrics.jsonl")
            .Where(line => line.GetProperty("name").GetString() == "shop.order.stop.count")
            .Sum(line => line.GetProperty("value").GetInt64()));
        Assert.Contains(shop.Log, line => line.Contains($"Order {Orders} from AT for 10", StringComparison.Ordinal));
    }

    private static async Task PlaceAsync(ShopProcess shop)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Orders),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) => Assert.Equal(200, await shop.OrderAsync($"customer {i}", "AT", 10)));
    }
}
