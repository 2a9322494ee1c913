namespace OrderService;

/// <summary>The result of a run as text.</summary>
internal static class Summary
{
    /// <summary>Writes the totals, a line for each country, and any that are wrong.</summary>
    /// <returns>Whether all are those of the orders.</returns>
    internal static bool Write(TextWriter writer, Settings settings, Totals totals, Totals expected, TimeSpan elapsed)
    {
        writer.WriteLine($"\n{"country",-8}{"orders",8}{"failed",8}{"revenue",16}");
        foreach (string country in totals.Countries)
        {
            WriteLine(country, country);
        }

        WriteLine("all");
        writer.WriteLine();
        writer.WriteLine(
            $"{totals.Sum(OrderMetrics.Slow)} slow and {totals.Sum(OrderMetrics.Failed)} failed orders are in {settings.Alerts}");
        writer.WriteLine($"{settings.Orders} orders on {settings.Threads} threads in {elapsed.TotalSeconds:0.0} s");

        string[] wrong = [.. totals.DifferencesFrom(expected)];
        writer.WriteLine(wrong.Length == 0 ? "The totals are exact." : "The totals are wrong:");
        Array.ForEach(wrong, writer.WriteLine);
        return wrong.Length == 0;

        void WriteLine(string title, params string[] countries) => writer.WriteLine(
            $"{title,-8}{totals.Sum(OrderMetrics.Orders, countries),8}{totals.Sum(OrderMetrics.Failed, countries),8}"
            + $"{totals.Sum(OrderMetrics.Revenue, countries) / 100m,16:N2}");
    }
}
