using System.Runtime.CompilerServices;

namespace Telemetry.Metrics;

/// <summary>The series of one combination of tag values, for all metrics that share a <see cref="SeriesTable"/>: a cell for each
/// metric that recorded something. Changed under the lock of the table, read without it.</summary>
internal sealed class Series(string[] tagValues, int hash) : SeriesNode(hash)
{
    // Most tables have one metric.
    private Cell? _first;
    private Cell?[]? _others;

    /// <summary>The values of the tags, as text.</summary>
    internal string[] TagValues { get; } = tagValues;

    /// <summary>Whether the series left the table. Another one may have taken its place.</summary>
    internal bool IsRemoved { get; set; }

    internal override Series Target => this;

    internal bool HasCells => _first is not null || Array.Exists(_others ?? [], cell => cell is not null);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Cell? CellAt(int index) => index == 0 ? Volatile.Read(ref _first) : OtherCellAt(index);

    private Cell? OtherCellAt(int index)
    {
        Cell?[]? others = Volatile.Read(ref _others);
        return others is not null && index <= others.Length ? Volatile.Read(ref others[index - 1]) : null;
    }

    internal void SetCell(int index, Cell? cell)
    {
        if (index == 0)
        {
            Volatile.Write(ref _first, cell);
            return;
        }

        Cell?[] others = _others ?? [];
        if (index > others.Length)
        {
            // A copy, as others read the array meanwhile.
            Array.Resize(ref others, index);
        }

        Volatile.Write(ref others[index - 1], cell);
        Volatile.Write(ref _others, others);
    }
}
