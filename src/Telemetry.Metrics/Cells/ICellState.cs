namespace Telemetry.Metrics;

/// <summary>The numbers of a cell that consist of several words, which change together. Only used while a gate is held.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <remarks>Each method gets the bounds of the metric's buckets, which only distributions have.</remarks>
internal interface ICellState<TSelf>
    where TSelf : struct, ICellState<TSelf>
{
    /// <summary>Whether several states can be added up, so that threads that collide may record in states of their own.</summary>
    bool CanBeStriped { get; }

    /// <summary>The number of values recorded.</summary>
    long Count { get; }

    void Record(in RecordedNumber number, double[] bounds);

    /// <summary>Adds the numbers of another state, which stays as it is.</summary>
    void Add(in TSelf other, double[] bounds);

    /// <summary>Adds the numbers of a reading.</summary>
    void Add(SeriesReading reading, double[] bounds);

    SeriesReading Read(string[] tagValues, DateTime started, double[] bounds);
}
