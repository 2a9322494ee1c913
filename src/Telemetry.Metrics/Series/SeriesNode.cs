namespace Telemetry.Metrics;

/// <summary>An entry of a <see cref="SeriesTable"/>: a series under its texts, or an alias.</summary>
internal abstract class SeriesNode(int hash)
{
    private SeriesNode? _next;

    internal int Hash { get; } = hash;

    internal abstract Series Target { get; }

    /// <summary>The next entry of the bucket. It changes when the table grows: a reader may then miss an entry, which it finds under
    /// the lock.</summary>
    internal SeriesNode? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }
}
