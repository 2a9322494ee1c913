namespace Telemetry.Metrics;

/// <summary>The places at which threads that collide record beside one another.</summary>
internal static class Stripes
{
    /// <summary>The distance of two words in different cache lines, which processors fetch in pairs.</summary>
    internal const int Gap = 16;

    private const int MaxCount = 64;

    /// <summary>The number of stripes, a power of two.</summary>
    internal static readonly int Count = PowerOfTwo(Math.Min(Environment.ProcessorCount, MaxCount));

    /// <summary>The length of an array of words for all stripes, with a gap at its start.</summary>
    internal static readonly int Length = (Count + 1) * Gap;

    /// <summary>Returns the stripe that a thread tries first.</summary>
    internal static int First() => Environment.CurrentManagedThreadId;

    /// <summary>Returns the index of a stripe, any number, in an array of <see cref="Length"/> words.</summary>
    internal static int IndexOf(int stripe) => ((stripe & (Count - 1)) + 1) * Gap;

    private static int PowerOfTwo(int atLeast)
    {
        int power = 1;
        while (power < atLeast)
        {
            power *= 2;
        }

        return power;
    }
}
