namespace Telemetry.Metrics;

/// <summary>The order of rows: by name, then by the values of the tags.</summary>
internal sealed class SummaryRowOrder : IComparer<EventSummaryRow>
{
    internal static SummaryRowOrder Instance { get; } = new();

    public int Compare(EventSummaryRow? x, EventSummaryRow? y)
    {
        int order = string.Compare(x!.Name, y!.Name, StringComparison.OrdinalIgnoreCase);
        for (int i = 0; order == 0 && i < x.TagValues.Count; i++)
        {
            order = string.CompareOrdinal(x.TagValues[i], y.TagValues[i]);
        }

        return order;
    }
}
