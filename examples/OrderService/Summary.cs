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
                if (order.Milliseconds > SlowMilliseconds)
        {
            expected.Add("slow alerts", 1);
        }

        if (order.Failure is null)
        {
            expected.Add($"{order.Country} revenue", order.Cents);
        }
        else
        {
            expected.Add($"{order.Country} failed", 1);
            expected.Add("failure alerts", 1);
        }
    }

    /// <summary>Writes the totals, a line for each country, and any that are wrong.</summary>
    /// <returns>Whether all are what was emitted.</returns>
    internal static bool Write(TextWriter writer, Settings settings, Totals totals, Totals expected, TimeSpan elapsed)
    {
        writer.WriteLine($"\n{"country",-8}{"orders",8}{"failed",8}{"revenue",16}");
        string[] countries = [.. totals.Names
            .Where(name => name.EndsWith(" orders", StringComparison.Ordinal))
            .Select(name => name.Split(' ')[0])];
        Array.ForEach(countries, country => WriteLine(country, country));
        WriteLine("all", countries);
        writer.WriteLine();
        writer.WriteLine($"{totals["slow alerts"]} slow and {totals["failure alerts"]} failed orders are in {settings.Alerts}");
        writer.WriteLine($"{settings.Orders} orders on {settings.Threads} threads in {elapsed.TotalSeconds:0.0} s");

        string[] wrong = [.. totals.DifferencesFrom(expected)];
        writer.WriteLine(wrong.Length == 0 ? "The totals are exact." : "The totals are wrong:");
        Array.ForEach(wrong, writer.WriteLine);
        return wrong.Length == 0;

        void WriteLine(string title, params string[] of) => writer.WriteLine(
            $"{title,-8}{Sum(of, "orders"),8}{Sum(of, "failed"),8}{Sum(of, "revenue") / 100m,16:N2}");

        long Sum(string[] of, string what) => of.Sum(country => totals[$"{country} {what}"]);
    }
}
