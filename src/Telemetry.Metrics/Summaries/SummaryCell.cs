namespace Telemetry.Metrics;

/// <summary>The numbers of one row. Used while the cell itself is locked.</summary>
/// <param name="measurements">The number of measurements.</param>
internal sealed class SummaryCell(int measurements)
{
    private long _count;
    private long _failed;

    internal long Count => Interlocked.Read(ref _count);

    internal MeasuredValues[] Values { get; } = new MeasuredValues[measurements];

    internal void CountEvent(bool isFailure)
    {
        _count++;
        _failed += isFailure ? 1 : 0;
    }

    /// <summary>Reads the numbers of one moment. Locks the cell.</summary>
    internal EventSummaryRow Read(SummaryKey key, string[] names)
    {
        lock (this)
        {
            return new EventSummaryRow(
                key.Name, key.TagValues, _count, _failed, [.. names.Select((name, i) => Values[i].Read(name))]);
        }
    }
}
