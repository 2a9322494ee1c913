namespace Telemetry.Diagnostics;

/// <summary>The counts of an enabled source. Safe to use from any thread.</summary>
internal sealed class SourceCounts
{
    private readonly long[] _problems = new long[(int)SourceProblem.ReadFailed + 1];
    private long _emitted;
    private long _suppressed;
    private string? _lastProblem;

    internal long Emitted => Interlocked.Read(ref _emitted);

    internal long Suppressed => Interlocked.Read(ref _suppressed);

    /// <summary>The description of the last problem; null if there was none.</summary>
    internal string? LastProblem => Volatile.Read(ref _lastProblem);

    internal void CountEmitted() => Interlocked.Increment(ref _emitted);

    internal void CountSuppressed() => Interlocked.Increment(ref _suppressed);

    /// <summary>Counts a problem and keeps its description.</summary>
    internal void Count(SourceProblem problem, string description, long count = 1)
    {
        Interlocked.Add(ref _problems[(int)problem], count);
        Volatile.Write(ref _lastProblem, description);
    }

    /// <summary>Returns the number of occurrences of each problem that occurred.</summary>
    internal IReadOnlyDictionary<SourceProblem, long> ReadProblems()
    {
        var problems = new Dictionary<SourceProblem, long>();
        for (int i = 0; i < _problems.Length; i++)
        {
            if (Interlocked.Read(ref _problems[i]) is > 0 and long count)
            {
                problems[(SourceProblem)i] = count;
            }
        }

        return problems;
    }
}
