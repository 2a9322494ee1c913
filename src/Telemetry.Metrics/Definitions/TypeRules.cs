namespace Telemetry.Metrics;

/// <summary>The rules for the type of a metric, and for the options that only some types have.</summary>
internal static class TypeRules
{
    private const int MaximumBuckets = 256;

    internal static void Check(MetricDefinition definition)
    {
        if (definition.Type is < MetricType.Counter or > MetricType.Distribution)
        {
            throw MetricErrors.Of(
                MetricErrorKind.InvalidMetricType,
                definition,
                $"its type is {(int)definition.Type}. Use Counter, Sum, LastValue, Summary or Distribution.",
                definition.Type);
        }

        CheckSumOptions(definition);
        CheckValue(definition);
        CheckBuckets(definition);
        CheckLimits(definition);
    }

    private static void CheckSumOptions(MetricDefinition definition)
    {
        if (definition.Type != MetricType.Sum && (definition.AllowNegative || definition.RunningTotal))
        {
            throw MetricErrors.Of(
                MetricErrorKind.InvalidMetricType,
                definition,
                definition.AllowNegative
                    ? $"only a sum is made to accept negative values. {NegativeHint(definition.Type)}"
                    : "only a sum is read from a running total. Use the type Sum, or leave out the running total.",
                definition.Type);
        }

        if (definition.AllowNegative && definition.RunningTotal)
        {
            throw MetricErrors.Of(
                MetricErrorKind.InvalidMetricType,
                definition,
                "a running total never goes down. For a total that does, use the type LastValue.",
                definition.Type);
        }
    }

    private static void CheckValue(MetricDefinition definition)
    {
        if (definition.Value is not { } value)
        {
            return;
        }

        if (definition.Type == MetricType.Counter)
        {
            throw MetricErrors.Of(
                MetricErrorKind.InvalidMetricType,
                definition,
                "a counter counts events, and has no use for a constant value. Use the type Sum to add a constant for each event.",
                value);
        }

        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            throw MetricErrors.Of(
                MetricErrorKind.UnknownMetricOption, definition, "its constant value is not finite. Use a number.", value);
        }

        if (value < 0 && definition.IsMonotonic)
        {
            throw MetricErrors.Of(
                MetricErrorKind.UnknownMetricOption,
                definition,
                "its constant value is negative, and the sum only goes up. Allow negative values, or use a positive one.",
                value);
        }
    }

    private static void CheckBuckets(MetricDefinition definition)
    {
        const string Example = "Give the upper bounds of its buckets in ascending order, for example 0.01, 0.1, 1, 10.";
        IReadOnlyList<double> bounds = definition.Buckets;
        if (definition.Type != MetricType.Distribution)
        {
            if (bounds.Count > 0)
            {
                throw MetricErrors.Of(
                    MetricErrorKind.BucketsNotAllowed,
                    definition,
                    $"a {definition.Type} has no buckets. Use the type Distribution, or leave the buckets out.",
                    bounds);
            }

            return;
        }

        string? problem = bounds.Count == 0 ? $"a distribution needs buckets. {Example}"
            : bounds.Count > MaximumBuckets ? $"it has {bounds.Count} buckets. Use at most {MaximumBuckets}."
            : bounds.Any(bound => double.IsNaN(bound) || double.IsInfinity(bound))
                ? $"a bound of its buckets is not finite. {Example} A last bucket without a bound is always there."
            : bounds.Skip(1).Where((bound, i) => bound <= bounds[i]).Any()
                ? $"the bounds of its buckets do not ascend. {Example}"
            : null;
        if (problem is not null)
        {
            throw MetricErrors.Of(MetricErrorKind.InvalidBucket, definition, problem, bounds);
        }
    }

    private static void CheckLimits(MetricDefinition definition)
    {
        if (definition.SeriesLimit < 1)
        {
            throw MetricErrors.Of(
                MetricErrorKind.UnknownMetricOption,
                definition,
                $"its limit of series is {definition.SeriesLimit}. Use 1 or more.",
                definition.SeriesLimit);
        }

        if (definition.Lifetime <= TimeSpan.Zero)
        {
            throw MetricErrors.Of(
                MetricErrorKind.UnknownMetricOption,
                definition,
                $"its lifetime is {definition.Lifetime}. Use a positive time, or none to keep series forever.",
                definition.Lifetime);
        }
    }

    private static string NegativeHint(MetricType type) => type == MetricType.Counter
        ? "A counter counts events, and never goes down: use the type Sum."
        : $"A {type} always does: leave the option out.";
}
