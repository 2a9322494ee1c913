using Telemetry.Metrics;

namespace OrderService;

/// <summary>Totals by metric and country. Not safe to use from several threads.</summary>
internal sealed class Totals
{
    private readonly Dictionary<(string Metric, string Country), long> _totals = [];

    /// <summary>The countries, sorted.</summary>
    internal IEnumerable<string> Countries =>
        _totals.Keys.Select(key => key.Country).Where(country => country.Length > 0).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Reads the totals of the program's metrics. One without tags has the country <c>""</c>.</summary>
    internal static Totals Of(MetricSnapshot snapshot)
    {
        var totals = new Totals();
        foreach (MetricReading metric in snapshot.Metrics.Where(metric => OrderMetrics.Definitions.Contains(metric.Definition)))
        {
            foreach (SeriesReading series in metric.Series)
            {
                series.Value.TryGetInt64(out long total);
                totals.Add(metric.Definition.Name, series.TagValues.SingleOrDefault(string.Empty), total);
            }
        }

        return totals;
    }

    /// <summary>Computes the totals of orders, without their events.</summary>
    internal static Totals Of(IEnumerable<Order> orders)
    {
        var totals = new Totals();
        totals.Add(OrderMetrics.Slow, string.Empty, 0);
        foreach (Order order in orders)
        {
            totals.Add(OrderMetrics.Orders, order.Country, 1);
            totals.Add(OrderMetrics.Slow, string.Empty, order.Milliseconds > OrderMetrics.SlowMilliseconds ? 1 : 0);
            totals.Add(
                order.Failure is null ? OrderMetrics.Revenue : OrderMetrics.Failed, order.Country, order.Failure is null ? order.Cents : 1);
        }

        return totals;
    }

    /// <summary>Returns the sum of a metric over countries; over all, if none is given.</summary>
    internal long Sum(string metric, params string[] countries) => _totals
        .Where(total => total.Key.Metric == metric && (countries.Length == 0 || countries.Contains(total.Key.Country)))
        .Sum(total => total.Value);

    /// <summary>Returns a line for each total that differs.</summary>
    internal IEnumerable<string> DifferencesFrom(Totals expected) =>
        from key in _totals.Keys.Union(expected._totals.Keys).Order()
        let actual = _totals.GetValueOrDefault(key)
        let right = expected._totals.GetValueOrDefault(key)
        where actual != right
        select $"{key.Metric} {key.Country}: {actual} instead of {right}";

    private void Add(string metric, string country, long amount) =>
        _totals[(metric, country)] = _totals.GetValueOrDefault((metric, country)) + amount;
}
