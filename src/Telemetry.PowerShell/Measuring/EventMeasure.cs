using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>A summary of the events that a cmdlet receives: those of the pipeline, or those that are emitted while a script block
/// runs.</summary>
/// <param name="cmdlet">The cmdlet that measures.</param>
/// <param name="columns">The tags and the measurements.</param>
/// <param name="rowLimit">The highest number of rows.</param>
/// <param name="where">The conditions that an event has to meet.</param>
/// <param name="whereNot">The conditions of which an event must meet none.</param>
internal sealed class EventMeasure(
    PSCmdlet cmdlet,
    MeasureColumns columns,
    int rowLimit,
    IReadOnlyList<EventCondition> where,
    IReadOnlyList<EventCondition> whereNot) : IDisposable
{
    private readonly EventConditions _conditions = new(where, whereNot);

    private readonly EventSummary _summary = new(columns.Tags, columns.Measurements, rowLimit);
    private HandlerRegistration? _handler;
    private ReportedBlock? _run;

    /// <summary>Runs a block, and writes the rows of the events that were emitted meanwhile.</summary>
    internal void Run(ScriptBlock block, string? outputVariable, IReadOnlyList<EventPattern> patterns)
    {
        _run = new ReportedBlock(cmdlet, block, outputVariable);
        var options = new HandlerOptions { Where = where, WhereNot = whereNot };
        _handler = TemporaryHandler.Register("telemetry-measure", patterns, _summary.Record, cmdlet, options);
        _run.Run(Write);
    }

    /// <summary>Records an event of the pipeline, if it meets the conditions.</summary>
    internal void Record(EventRecord record)
    {
        if (_conditions.IsEmpty || _conditions.IsMatch(new EventData(record.EventName, [.. record.Measurements], [.. record.Metadata])))
        {
            _summary.Record(record);
        }
    }

    /// <summary>Writes the rows.</summary>
    internal void Write()
    {
        bool isComplete = _handler is null or { IsAttached: true };
        _handler?.Dispose();
        foreach (PSObject row in columns.RowsOf(_summary))
        {
            cmdlet.WriteObject(row);
        }

        Warn(
            !isComplete,
            "Events may be missing: the handler of the measurement was unregistered while the block ran.");
        Warn(
            _summary.OtherCount > 0,
            $"There are more than {rowLimit} rows: {_summary.OtherCount} events count in the row '(other)'. Choose tags with fewer values, "
            + "or set -RowLimit.");
        Warn(
            _summary.LeftOutCount > 0,
            $"{_summary.LeftOutCount} values were left out, because they are not finite numbers or durations. Their events count.");
    }

    /// <summary>Unregisters the handler. Called when the pipeline is over, however it ended.</summary>
    public void Dispose()
    {
        _handler?.Dispose();
        _run?.Dispose();
    }

    private void Warn(bool isTrue, string text)
    {
        if (isTrue)
        {
            cmdlet.WriteWarning(text);
        }
    }
}
