namespace Telemetry.Reporters;

/// <summary>A random sample of the values that a series recorded: all of them up to a number, and then each of them with the same
/// probability. Safe to use from any thread.</summary>
internal sealed class ValueSample
{
    /// <summary>The highest number of values.</summary>
    internal const int Size = 100;

    private readonly object _gate = new();
    private readonly Random _random = new();
    private Part _current = new();
    private Part _taken = new();

    /// <summary>The number of times that the series was missing in a row when the values were taken.</summary>
    internal int Misses { get; set; }

    internal void Add(double value)
    {
        lock (_gate)
        {
            _current.Add(value, _random);
        }
    }

    /// <summary>Takes the values since the last time, in addition to those that were taken and not forgotten.</summary>
    internal IReadOnlyList<double> Take()
    {
        lock (_gate)
        {
            _taken = Part.Join(_taken, _current, _random);
            _current = new Part();
            return _taken.Values;
        }
    }

    /// <summary>Forgets the values that were taken.</summary>
    internal void Forget()
    {
        lock (_gate)
        {
            _taken = new Part();
        }
    }

    private sealed class Part
    {
        internal List<double> Values { get; } = [];

        private long _seen;

        internal static Part Join(Part one, Part other, Random random)
        {
            if (one._seen == 0 || other._seen == 0)
            {
                return one._seen == 0 ? other : one;
            }

            var joined = new Part { _seen = one._seen + other._seen };
            if (joined._seen <= Size)
            {
                joined.Values.AddRange([.. one.Values, .. other.Values]);
                return joined;
            }

            // Each stands for as many values as its part saw.
            double share = one._seen / (double)joined._seen;
            var first = new List<double>(one.Values);
            var second = new List<double>(other.Values);
            while (joined.Values.Count < Size && first.Count + second.Count > 0)
            {
                List<double> from = second.Count == 0 || (first.Count > 0 && random.NextDouble() < share) ? first : second;
                int index = random.Next(from.Count);
                joined.Values.Add(from[index]);
                from.RemoveAt(index);
            }

            return joined;
        }

        internal void Add(double value, Random random)
        {
            _seen++;
            if (Values.Count < Size)
            {
                Values.Add(value);
            }
            else if (random.NextDouble() * _seen < Size)
            {
                Values[random.Next(Size)] = value;
            }
        }
    }
}
