namespace Telemetry.Polling;

/// <summary>The measurements of one event of a built-in poll. Used again for the next event, so that a tick allocates
/// nothing.</summary>
internal sealed class Figures
{
    private KeyValuePair<string, MeasurementValue>[] _all = new KeyValuePair<string, MeasurementValue>[8];
    private int _count;

    internal ReadOnlySpan<KeyValuePair<string, MeasurementValue>> All => _all.AsSpan(0, _count);

    /// <summary>Starts again, as a run that was cancelled may have left figures.</summary>
    internal void Clear() => _count = 0;

    internal void Add(string key, MeasurementValue value)
    {
        if (_count == _all.Length)
        {
            Array.Resize(ref _all, _count * 2);
        }

        _all[_count++] = new(key, value);
    }

    /// <summary>Adds a figure that the runtime may lack.</summary>
    internal void Add(string key, long? value)
    {
        if (value is { } known)
        {
            Add(key, (MeasurementValue)known);
        }
    }

    /// <summary>Emits the event, if there is a figure, and starts again.</summary>
    internal void Emit(PollContext context, EventName name)
    {
        if (_count > 0)
        {
            context.Emit(name, All);
            Clear();
        }
    }
}
