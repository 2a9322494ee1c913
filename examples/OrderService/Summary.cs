namespace OrderService;

/// <summary>What the handlers should come to, and what they did.</summary>
internal static class Summary
{
    // What handlers/alerts.ps1 calls slow.
    private const double SlowMilliseconds = 250;

    /// <summary>Adds an order to what is expected of the handlers.</summary>
    internal static void Count(Totals expected, Order order)
    {
        expected.Add($"{order.Country} orders", 1);
        expected.Add(order.Failure is null ? $"{order.Country} revenue" : $"{order.Country} failed", order.Failure is null ? order.Cents : 1);
        if (order.Milliseconds > SlowMilliseconds)
        {
            expected.Add("slow alerts", 1);
        }

        if (order.Failure is not null)
        {
            expected.Add("failure alerts", 1);
        }
    }

    /// <summary>Writes the totals, a line for each country, and any that are wrong.</summary>
    /// <returns>Whether all are what was emitted.</returns>
    internal static bool Write(TextWriter writer, Settings settings, Totals totals, Totals expected, TimeSpan elapsed)
    {
        writer.WriteLine($"\n{"country",-8}{"orders",8}{"failed",8}{"revenue",16}");
        foreach (string country in totals.Names.Where(name => name.EndsWith(" orders", StringComparison.Ordinal)).Select(name => name.Split(' ')[0]))
        {
            WriteLine(country, country);
        }

        string[] countries = [.. totals.Names.Select(name => name.Split(' ')[0]).Where(word => word.Length == 2).Distinct()];
        WriteLine("all", countries);
        writer.WriteLine($"\n{totals["slow alerts"]} slow and {totals["failure alerts"]} failed orders are in {settings.Alerts}");
        writer.WriteLine($"{settings.Orders} orders on {settings.Threads} threads in {elapsed.TotalSeconds:0.0} s");

        string[] wrong = [.. totals.DifferencesFrom(expected)];
        writer.WriteLine(wrong.Length == 0 ? "The totals are exact." : $"The totals are wrong:\n{string.Join('\n', wrong)}");
        return wrong.Length == 0;

        void WriteLine(string title, params string[] of) => writer.WriteLine(
            $"{title,-8}{of.Sum(c => totals[$"{c} orders"]),8}{of.Sum(c => totals[$"{c} failed"]),8}{of.Sum(c => totals[$"{c} revenue"]) / 100m,16:N2}");
    }
}
