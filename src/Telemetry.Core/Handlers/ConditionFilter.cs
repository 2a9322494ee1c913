namespace Telemetry;

/// <summary>The conditions of a handler and its filter as one filter.</summary>
internal sealed class ConditionFilter(EventConditions conditions, HandlerFilter? filter)
{
    /// <summary>Creates the filter of a handler; null if the handler gets all its events.</summary>
    internal static HandlerFilter? Of(HandlerOptions options)
    {
        var conditions = new EventConditions(options.Where, options.WhereNot);
        return conditions.IsEmpty ? options.Filter : new ConditionFilter(conditions, options.Filter).IsMatch;
    }

    private bool IsMatch(in EventData data, object? config) =>
        conditions.IsMatch(in data) && (filter is null || filter(in data, config));
}
