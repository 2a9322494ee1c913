using System.Collections.Concurrent;

namespace Telemetry.Logging;

/// <summary>A unit of spans of time: the numbers, and the keys that name it. Safe to use from any thread.</summary>
internal sealed class DurationUnit
{
    // Further keys are made each time.
    private const int MaximumKept = 500;

    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly double _ticks;
    private int _kept;

    internal DurationUnit(LogDurationUnit unit)
    {
        (Name, _ticks) = unit switch
        {
            LogDurationUnit.Second => ("s", (double)TimeSpan.TicksPerSecond),
            LogDurationUnit.Microsecond => ("us", TimeSpan.TicksPerMillisecond / 1000.0),
            LogDurationUnit.Nanosecond => ("ns", TimeSpan.TicksPerMillisecond / 1_000_000.0),
            _ => ("ms", (double)TimeSpan.TicksPerMillisecond),
        };
        Suffix = "_" + Name;
    }

    /// <summary>The short name of the unit, such as <c>ms</c>.</summary>
    internal string Name { get; }

    private string Suffix { get; }

    internal double AmountOf(TimeSpan time) => time.Ticks / _ticks;

    /// <summary>Returns the key of a span of time, which ends with the unit.</summary>
    internal string KeyOf(string key)
    {
        if (_keys.TryGetValue(key, out string? known))
        {
            return known;
        }

        string made = key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? key : key + Suffix;
        if (Volatile.Read(ref _kept) < MaximumKept && _keys.TryAdd(key, made))
        {
            Interlocked.Increment(ref _kept);
        }

        return made;
    }
}
