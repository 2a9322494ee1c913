using System.Diagnostics;
using System.Globalization;

namespace Telemetry.Logging;

/// <content>The outcome of writing, and the reports of it: one for each episode of failures.</content>
public sealed partial class TelemetryLog
{
    private static readonly EventName s_failure = EventName.Parse(LogEvents.Failure);
    private static readonly EventName s_recovery = EventName.Parse(LogEvents.Recovery);
    private static readonly EventName s_rotation = EventName.Parse(LogEvents.Rotation);

    // Used on the thread of the writer.
    private long _rotations;
    private bool _isRotationFailing;
    private int _isDropReported;

    private static string LineCount(long lines) =>
        lines == 1 ? "1 line" : string.Format(CultureInfo.InvariantCulture, "{0:N0} lines", lines);

    private void OnFailed(Exception reason)
    {
        string error = reason.Message.TrimEnd('.');
        LogStatus before = Change(status => status.AfterFailure(error, Dropped));
        if (before.FailingSince is null)
        {
            Notice(
                $"Log '{Name}' cannot write to {Path}: {error}. Its lines wait in memory, up to {Megabytes(MaxMemory)}, and it continues "
                + "to try.");
            Report(s_failure, [new("waiting", Waiting)], [new("log", Name), new("path", Path), new("reason", error)]);
        }
    }

    private void OnWritten()
    {
        LogStatus before = Change(status => status.AfterWrite());
        if (before.FailingSince is { } since)
        {
            long dropped = Dropped - before.DroppedBefore;
            Interlocked.Exchange(ref _isDropReported, 0);
            Notice(
                $"Log '{Name}' writes to {Path} again. "
                + (dropped == 0 ? "No line was lost." : $"{LineCount(dropped)} had no room in memory and {WasOrWere(dropped)} lost."));
            Report(
                s_recovery, [new("duration", since.Elapsed), new("dropped", dropped)], [new("log", Name), new("path", Path)]);
        }

        OnRotations();
    }

    private void OnRotations()
    {
        long rotations = Rotations;
        if (rotations > _rotations)
        {
            Report(s_rotation, [new("count", rotations - _rotations)], [new("log", Name), new("path", Path)]);
            _rotations = rotations;
        }

        Exception? problem = _file.RotationProblem;
        if (problem is not null && !_isRotationFailing)
        {
            Change(status => status with { LastError = problem.Message.TrimEnd('.'), LastErrorTime = DateTime.UtcNow });
            Notice($"Log '{Name}' cannot rotate {Path}: {problem.Message.TrimEnd('.')}. Its lines are appended nevertheless.");
        }

        _isRotationFailing = problem is not null;
    }

    // The first one of an episode.
    private void OnDropped()
    {
        if (State != TelemetryLogState.Stopped && Interlocked.Exchange(ref _isDropReported, 1) == 0)
        {
            Notice($"The memory for lines of the log '{Name}' is full ({Megabytes(MaxMemory)}). Its lines are dropped and counted.");
        }
    }

    private static string Megabytes(long bytes) => bytes >= 1024 * 1024
        ? string.Format(CultureInfo.InvariantCulture, "{0:0.#} MB", bytes / (1024.0 * 1024))
        : string.Format(CultureInfo.InvariantCulture, "{0:0.#} KB", bytes / 1024.0);

    private static string WasOrWere(long count) => count == 1 ? "was" : "were";

    /// <summary>Changes the status.</summary>
    /// <returns>The status before.</returns>
    private LogStatus Change(Func<LogStatus, LogStatus> change)
    {
        lock (_gate)
        {
            LogStatus before = _status;
            _status = change(before);
            return before;
        }
    }

    private void Report(
        EventName name, KeyValuePair<string, MeasurementValue>[] measurements, KeyValuePair<string, MetadataValue>[] metadata) =>
        Dispatcher.Execute(name, measurements, metadata);

    private void Notice(string message)
    {
        var notice = new LogNotice(message);
        foreach (Delegate subscriber in Noticed?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<LogNotice>)subscriber)(this, notice);
            }
            catch (Exception e)
            {
                Trace.TraceWarning($"A subscriber of a log's notices failed: {e.Message}");
            }
        }
    }
}
