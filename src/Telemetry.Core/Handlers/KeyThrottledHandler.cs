namespace Telemetry;

/// <summary>Calls a handler at most once in an interval for each value of its keys. The number of values that are remembered is
/// limited. Safe to use from any thread.</summary>
internal sealed class KeyThrottledHandler(
    TimeSpan interval, IReadOnlyList<string> keys, TelemetryHandler next, MeteredHandler? meter)
{
    private const int MaxValues = 10_000;

    // Longer text is cut, or a few values would take all memory.
    private const int MaxLength = 256;

    private readonly Dictionary<string, TimeSpan> _last = new(StringComparer.Ordinal);

    // The values in the order of their last calls. Each value is in it once.
    private readonly Queue<string> _order = new();

    internal void Handle(in EventData data, object? config)
    {
        if (TryBegin(ValueOf(in data)))
        {
            next(in data, config);
        }
        else
        {
            meter?.CountThrottled(data.EventName);
        }
    }

    private bool TryBegin(string value)
    {
        lock (_last)
        {
            // Read under the lock, so that the queue is in the order of the times.
            TimeSpan now = MonotonicTime.Now;
            while (_order.Count > 0 && now - _last[_order.Peek()] >= interval)
            {
                _last.Remove(_order.Dequeue());
            }

            if (_last.ContainsKey(value))
            {
                return false;
            }

            if (_order.Count == MaxValues)
            {
                _last.Remove(_order.Dequeue());
            }

            _last.Add(value, now);
            _order.Enqueue(value);
            return true;
        }
    }

    private string ValueOf(in EventData data)
    {
        if (keys.Count == 1)
        {
            return TextOf(in data, keys[0]);
        }

        // With the lengths, or "a" and "bc" would be the same values as "ab" and "c".
        string value = string.Empty;
        foreach (string key in keys)
        {
            string text = TextOf(in data, key);
            value += FormattableString.Invariant($"{text.Length}:{text}");
        }

        return value;
    }

    private static string TextOf(in EventData data, string key)
    {
        string text = data.TryGetMetadata(key, out MetadataValue value) ? value.ToCanonicalText()
            : data.TryGetMeasurement(key, out MeasurementValue measurement) ? ((MetadataValue)measurement).ToCanonicalText()
            : string.Empty;
        return text.Length <= MaxLength ? text : text.Substring(0, MaxLength);
    }
}
