namespace Telemetry.Metrics;

/// <summary>Makes the cells of metrics.</summary>
internal static class CellFactory
{
    /// <summary>Returns a function that makes a cell for the type of a metric.</summary>
    internal static Func<Cell> For(MetricDefinition definition)
    {
        Func<Cell> inner = ForType(definition);
        return definition.PerPoll ? () => new MarkedCell(inner()) : inner;
    }

    private static Func<Cell> ForType(MetricDefinition definition)
    {
        double[] bounds = [.. definition.Buckets];
        return definition.Type switch
        {
            MetricType.Counter => static () => new CounterCell(),
            MetricType.Sum when !definition.RunningTotal => static () => new GatedCell<SumState>([]),
            MetricType.Distribution => () => new GatedCell<DistributionState>(bounds),
            MetricType.Summary => static () => new GatedCell<SummaryState>([]),
            _ => static () => new GatedCell<LastValueState>([]),
        };
    }
}
