namespace Telemetry;

/// <summary>What is set on a span while it runs, in the order first set. Safe to use from any thread.</summary>
internal sealed class LateFields<TValue>
{
    private readonly List<KeyValuePair<string, TValue>> _fields = [];

    internal void Set(string key, TValue value)
    {
        lock (_fields)
        {
            int index = _fields.FindIndex(field => string.Equals(field.Key, key, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                _fields.Add(new(key, value));
            }
            else
            {
                _fields[index] = new(key, value);
            }
        }
    }

    internal KeyValuePair<string, TValue>[] ToArray()
    {
        lock (_fields)
        {
            return [.. _fields];
        }
    }
}
