namespace Telemetry;

/// <summary>The fields that are set on a span while it runs, in the order first set. Safe to use from any thread.</summary>
internal sealed class LateFields<TValue>
{
    private readonly object _gate = new();

    private FieldBuilder<TValue> _fields = new(capacity: 4);

    internal void Set(string key, TValue value)
    {
        lock (_gate)
        {
            _fields.Set(key, value);
        }
    }

    internal KeyValuePair<string, TValue>[] ToArray()
    {
        lock (_gate)
        {
            // A copy, or a field that is set while the span stops would change the event that its handlers see.
            return _fields.Fields.ToArray();
        }
    }
}
