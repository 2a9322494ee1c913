namespace Telemetry.Metrics;

/// <content>Series.</content>
internal sealed partial class MetricStateReader
{
    // All numbers of one sign have one bucket there.
    private const long CoarsestScale = -12;

    private SeriesReading ReadSeries()
    {
        DateTime? started = null;
        long? count = null;
        MeasurementValue? value = null;
        List<string> tags = [];
        List<long> buckets = [];
        ExponentialReading? exponential = null;
        foreach (string key in _json.ReadKeys())
        {
            switch (key)
            {
                case "Started":
                    started = ReadTime(key);
                    break;
                case "Count":
                    count = ReadInteger(key);
                    break;
                case "Value":
                    value = ReadNumber(key);
                    break;
                case "Tags":
                    tags = ReadList(() => ReadText(key));
                    break;
                case "Buckets":
                    buckets = ReadList(() => ReadInteger(key));
                    break;
                case "Exponential":
                    exponential = ReadExponential();
                    break;
                default:
                    _json.ReadValue();
                    break;
            }
        }

        return started is null || count is null || value is null
            ? throw Invalid("A series has no 'Started', 'Count' or 'Value'.")
            : new()
            {
                TagValues = tags,
                Started = started.Value,
                Count = count.Value,
                Value = value.Value,
                BucketCounts = buckets,
                Exponential = exponential,
            };
    }

    private ExponentialReading ReadExponential()
    {
        long scale = 0;
        long zeros = 0;
        long positiveOffset = 0;
        long negativeOffset = 0;
        List<long> positive = [];
        List<long> negative = [];
        double? minimum = null;
        double? maximum = null;
        foreach (string key in _json.ReadKeys())
        {
            switch (key)
            {
                case "Scale":
                    scale = ReadInteger(key);
                    break;
                case "Zeros":
                    zeros = ReadInteger(key);
                    break;
                case "PositiveOffset":
                    positiveOffset = ReadInteger(key);
                    break;
                case "Positive":
                    positive = ReadList(() => ReadInteger(key));
                    break;
                case "NegativeOffset":
                    negativeOffset = ReadInteger(key);
                    break;
                case "Negative":
                    negative = ReadList(() => ReadInteger(key));
                    break;
                case "Minimum":
                    minimum = ReadDouble(key);
                    break;
                case "Maximum":
                    maximum = ReadDouble(key);
                    break;
                default:
                    _json.ReadValue();
                    break;
            }
        }

        return AreIndexes(scale, positiveOffset, positive.Count) && AreIndexes(scale, negativeOffset, negative.Count)
            ? new()
            {
                Scale = (int)scale,
                ZeroCount = zeros,
                PositiveOffset = (int)positiveOffset,
                PositiveCounts = positive,
                NegativeOffset = (int)negativeOffset,
                NegativeCounts = negative,
                Minimum = minimum,
                Maximum = maximum,
            }
            : throw Invalid("The exponential buckets of a series are beyond those of all numbers.");
    }

    private static bool AreIndexes(long scale, long offset, int count) =>
        scale is >= CoarsestScale and <= ExponentialScale.Finest
        && count <= ExponentialSide.MaxBuckets
        && offset is >= int.MinValue / 2 and <= int.MaxValue / 2;
}
