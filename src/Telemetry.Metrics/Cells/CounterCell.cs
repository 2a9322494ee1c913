using System.Runtime.CompilerServices;

namespace Telemetry.Metrics;

/// <summary>A number of events. It is one word, changed by compare-and-exchange, until two threads collide; from then on each
/// thread has a word of its own, as far as there are processors.</summary>
internal sealed class CounterCell : Cell
{
    // The highest bit: the cell is retired.
    private const long Retired = long.MinValue;

    private static readonly long[] s_retiredStripes = [.. Enumerable.Repeat(Retired, Stripes.Length)];

    private long _value;

    // Words that are far enough apart for different cache lines; null until the first collision.
    private long[]? _stripes;

    internal override long Count
    {
        get
        {
            long sum = Volatile.Read(ref _value) & ~Retired;
            if (Volatile.Read(ref _stripes) is { } stripes)
            {
                for (int i = Stripes.Gap; i < stripes.Length; i += Stripes.Gap)
                {
                    sum += Volatile.Read(ref stripes[i]) & ~Retired;
                }
            }

            return sum;
        }
    }

    /// <summary>Counts an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryIncrement()
    {
        long value = Volatile.Read(ref _value);
        return (Volatile.Read(ref _stripes) is null && value >= 0 && Interlocked.CompareExchange(ref _value, value + 1, value) == value)
            || TryIncrementStripe();
    }

    internal override bool TryRecord(in RecordedNumber number) => TryIncrement();

    internal override void Retire()
    {
        // If there are no stripes, retired ones take their place: a thread that collided just before would make some, and count
        // where nobody reads any more.
        Freeze(ref _value);
        if (Interlocked.CompareExchange(ref _stripes, s_retiredStripes, null) is { } stripes && stripes != s_retiredStripes)
        {
            for (int i = Stripes.Gap; i < stripes.Length; i += Stripes.Gap)
            {
                Freeze(ref stripes[i]);
            }
        }
    }

    internal override void Absorb(SeriesReading reading)
    {
        // Not to a stripe: a counter whose threads never collided needs none. The highest bit stays as it is.
        Interlocked.Add(ref _value, reading.Count);
        BeginAt(reading.Started);
    }

    internal override SeriesReading Read(string[] tagValues)
    {
        long count = Count;
        return new SeriesReading { TagValues = tagValues, Started = Started, Count = count, Value = count };
    }

    private static void Freeze(ref long word)
    {
        long value;
        do
        {
            value = Volatile.Read(ref word);
        }
        while (value >= 0 && Interlocked.CompareExchange(ref word, value | Retired, value) != value);
    }

    private static bool TryIncrement(ref long word, out bool collided)
    {
        long value = Volatile.Read(ref word);
        collided = value >= 0 && Interlocked.CompareExchange(ref word, value + 1, value) != value;
        return value >= 0 && !collided;
    }

    private bool TryIncrementStripe()
    {
        long[] stripes = Volatile.Read(ref _stripes) ?? MakeStripes();
        int stripe = Stripes.First();
        while (true)
        {
            ref long word = ref stripes[Stripes.IndexOf(stripe)];
            if (TryIncrement(ref word, out bool collided))
            {
                return true;
            }

            if (!collided)
            {
                return false;
            }

            stripe++;
        }
    }

    private long[] MakeStripes()
    {
        long[] made = new long[Stripes.Length];
        return Interlocked.CompareExchange(ref _stripes, made, null) ?? made;
    }
}
