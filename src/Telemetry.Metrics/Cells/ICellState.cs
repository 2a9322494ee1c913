namespace Telemetry.Metrics;

/// <summary>The numbers of a cell that consist of several words, which change together. Only used while a gate is held.</summary>
/// <typeparam name="TSelf">The struct itself.</typeparam>
/// <typeparam name="TSettings">The settings that all cells of a metric share, such as the bounds of its buckets.</typeparam>
internal interface ICellState<TSelf, TSettings>
    where TSelf : struct, ICellState<TSelf, TSettings>
{
    /// <summary>Whether several states can be added up, so that threads that collide may record in states of their own.</summary>
    bool CanBeStriped { get; }

    /// <summary>The number of values recorded.</summary>
    long Count { get; }

    void Record(in RecordedNumber number, TSettings settings);

    /// <summary>Adds the numbers of another state, which stays as it is.</summary>
    void Add(in TSelf other, TSettings settings);

    /// <summary>Adds the numbers of a reading.</summary>
    void Add(SeriesReading reading, TSettings settings);

    SeriesReading Read(string[] tagValues, DateTime started, TSettings settings);
}
