using System.Collections.Concurrent;

namespace Telemetry.Metrics;

/// <summary>
/// Counts and measures events by the values of tags, in bounded memory, and keeps the event of the highest value of each
/// measurement. It is not attached to anything: attach <see cref="Record(in EventData, object?)"/> as a handler, or record
/// snapshots.
/// </summary>
/// <remarks>The events of a span count as one event with the name of the span, at its end: <c>stop</c>, or <c>exception</c>, which
/// also counts as failed. Its <c>start</c> does not count. Safe to use from any thread; each event that was recorded before
/// <see cref="Read"/> is in its result.</remarks>
/// <example>
/// <code>
/// var summary = new EventSummary(["folder"], ["duration", "bytes"]);
/// using HandlerRegistration handler =
///     TelemetryDispatcher.Default.Attach("sync-summary", EventPattern.Parse("sync.file.*"), summary.Record);
/// </code>
/// </example>
public sealed class EventSummary
{
    /// <summary>The highest number of rows, unless another one is given.</summary>
    public const int DefaultRowLimit = 2000;

    private const string OthersText = "(other)";

    private static readonly ValueConversion s_conversion = new(unit: null, fromUnit: null);

    private readonly string[] _keys;
    private readonly string[] _measurements;
    private readonly int _rowLimit;
    private readonly ConcurrentDictionary<EventName, SummarizedName> _names = new();
    private readonly ConcurrentDictionary<SummaryKey, SummaryCell> _cells = new();
    private readonly object _gate = new();
    private SummaryCell? _others;
    private int _cellCount;
    private int _nameCount;
    private long _leftOut;

    /// <summary>Creates a summary.</summary>
    /// <param name="tags">The tags by whose values events are told apart, in addition to their names; may be empty. Each is the key of a
    /// metadata value.</param>
    /// <param name="measurements">The keys of the measurements.</param>
    /// <param name="rowLimit">The highest number of rows. Further events count in one row for the others.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A function reads the value of a tag.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rowLimit"/> is less than 1.</exception>
    public EventSummary(IReadOnlyList<MetricTag> tags, IReadOnlyList<string> measurements, int rowLimit = DefaultRowLimit)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(measurements);
        if (rowLimit < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(rowLimit), rowLimit, "A summary has at least one row.");
        }

        _keys = [.. tags.Select(tag => tag.Key ?? throw new ArgumentException(
            $"The tag '{tag.Name}' is read by a function. Give the key of a metadata value.", nameof(tags)))];
        _measurements = [.. measurements];
        _rowLimit = rowLimit;
    }

    /// <summary>The number of events that count in the row for the others.</summary>
    public long OtherCount => Volatile.Read(ref _others)?.Count ?? 0;

    /// <summary>The number of values that are not finite numbers or durations, such as NaN and points in time. They are not in any
    /// row; their events count.</summary>
    public long LeftOutCount => Interlocked.Read(ref _leftOut);

    /// <summary>Records an event. This method is a <see cref="TelemetryHandler"/>.</summary>
    /// <param name="data">The event.</param>
    /// <param name="config">Not used.</param>
    public void Record(in EventData data, object? config = null)
    {
        _ = data.TryGetMetadata(SpanKeys.Context, out MetadataValue context);
        SummarizedName name = NameOf(data.EventName, context.Kind != MetadataValueKind.Null);
        if (!name.Counts)
        {
            return;
        }

        string[] tagValues = _keys.Length == 0 ? [] : new string[_keys.Length];
        for (int i = 0; i < _keys.Length; i++)
        {
            tagValues[i] = data.TryGetMetadata(_keys[i], out MetadataValue value) ? TextOf(value) : string.Empty;
        }

        SummaryCell cell = CellOf(new SummaryKey(name.Text, tagValues));
        EventRecord? record = null;
        lock (cell)
        {
            cell.CountEvent(name.IsFailure);
            for (int i = 0; i < _measurements.Length; i++)
            {
                if (data.TryGetMeasurement(_measurements[i], out MeasurementValue value) && Add(cell, i, value))
                {
                    cell.Values[i].Highest = record ??= data.ToRecord();
                }
            }
        }
    }

    /// <summary>Records the snapshot of an event.</summary>
    /// <param name="record">The snapshot.</param>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    public void Record(EventRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        bool hasContext = record.Metadata.TryGetValue(SpanKeys.Context, out MetadataValue context);
        SummarizedName name = NameOf(record.EventName, hasContext && context.Kind != MetadataValueKind.Null);
        if (!name.Counts)
        {
            return;
        }

        string[] tagValues = Array.ConvertAll(
            _keys, key => record.Metadata.TryGetValue(key, out MetadataValue value) ? TextOf(value) : string.Empty);
        SummaryCell cell = CellOf(new SummaryKey(name.Text, tagValues));
        lock (cell)
        {
            cell.CountEvent(name.IsFailure);
            for (int i = 0; i < _measurements.Length; i++)
            {
                if (record.Measurements.TryGetValue(_measurements[i], out MeasurementValue value) && Add(cell, i, value))
                {
                    cell.Values[i].Highest = record;
                }
            }
        }
    }

    /// <summary>Returns the rows, sorted by name and by the values of the tags. The row for the others is the last one.</summary>
    public IReadOnlyList<EventSummaryRow> Read()
    {
        IEnumerable<EventSummaryRow> rows = _cells
            .Select(cell => cell.Value.Read(cell.Key, _measurements))
            .OrderBy(row => row, SummaryRowOrder.Instance);
        return Volatile.Read(ref _others) is { } others
            ? [.. rows, others.Read(new SummaryKey(OthersText, Array.ConvertAll(_keys, static _ => OthersText)), _measurements)]
            : [.. rows];
    }

    // An object of the emitter may throw. Its event counts all the same, as totals must stay true.
    private static string TextOf(MetadataValue value)
    {
        try
        {
            return TagText.Of(value);
        }
        catch (Exception)
        {
            return value.ToObject()!.GetType().Name;
        }
    }

    // Whether the value is the highest one.
    private bool Add(SummaryCell cell, int index, MeasurementValue value)
    {
        if (value.Kind is not (MetadataValueKind.DateTime or MetadataValueKind.DateTimeOffset)
            && s_conversion.TryConvert(value, out RecordedNumber number, out _))
        {
            return cell.Values[index].Add(in number, value.Kind == MetadataValueKind.TimeSpan);
        }

        Interlocked.Increment(ref _leftOut);
        return false;
    }

    // A stream of ever new names must not grow memory: names beyond the limit are not kept.
    private SummarizedName NameOf(EventName name, bool isOfSpan)
    {
        if (_names.TryGetValue(name, out SummarizedName? known) && known.IsOfSpan == isOfSpan)
        {
            return known;
        }

        var parsed = SummarizedName.Of(name, isOfSpan);
        if (known is null && Volatile.Read(ref _nameCount) < DefaultRowLimit && _names.TryAdd(name, parsed))
        {
            Interlocked.Increment(ref _nameCount);
        }

        return parsed;
    }

    private SummaryCell CellOf(SummaryKey key)
    {
        if (_cells.TryGetValue(key, out SummaryCell? cell))
        {
            return cell;
        }

        if (Volatile.Read(ref _others) is { } others)
        {
            return others;
        }

        lock (_gate)
        {
            if (_cells.TryGetValue(key, out cell))
            {
                return cell;
            }

            if (_cellCount == _rowLimit)
            {
                Volatile.Write(ref _others, _others ?? new SummaryCell(_measurements.Length));
                return _others!;
            }

            _cellCount++;
            return _cells[key] = new SummaryCell(_measurements.Length);
        }
    }
}
