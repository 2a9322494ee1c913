using System.Diagnostics;

namespace Telemetry.Reporters;

/// <content>Starting, flushing and stopping.</content>
public abstract partial class Reporter
#if NET
    : IAsyncDisposable
#endif
{
    private const int LongestBackOff = 5;
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly EndOfProcess _endOfProcess = new();

    private readonly List<ReportRequest> _requests = [];
    private CancellationTokenSource? _current;

    private ReportRequest? _stop;
    private TaskCompletionSource<bool>? _stopped;
    private IDisposable? _processEnd;
    private bool _isDone;
    private bool _lastArrived;

    // Whether the report under way is the last one, whose outcome the caller of the stop gets.
    private volatile bool _isLastReport;

    private protected virtual bool ReportsAtStart => true;

    /// <summary>The longest time for one report.</summary>
    protected virtual TimeSpan ReportTimeout => TimeSpan.FromSeconds(10);

    /// <summary>Starts the reporter.</summary>
    /// <exception cref="ReporterException">It cannot start, for example because its port is in use; or its name is taken. Nothing was
    /// started.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    /// <exception cref="IOException">The file of <see cref="ReporterOptions.StatePath"/> cannot be read. Nothing was
    /// started.</exception>
    public void Start()
    {
        IReadOnlyList<string> warnings;
        lock (_life)
        {
            if (State != ReporterState.Created)
            {
                throw new InvalidOperationException("The reporter was started or stopped before. Create another one.");
            }

            if (_statePath == Target)
            {
                throw new ReporterException(
                    ReporterErrorKind.InvalidPath,
                    $"'{_statePath}': the state of the metrics and their values need a file each. Choose another path for the state.",
                    _statePath);
            }

            Volatile.Write(ref _name, ReporterList.Add(this, _requestedName));
            try
            {
                warnings = Open();
            }
            catch
            {
                ReporterList.Remove(this);
                _name = null;
                throw;
            }

            lock (_gate)
            {
                _status = _status.In(ReporterState.Running);
            }

            ReporterThread.Start(Work, $"Telemetry reporter {Name}");
            _processEnd = ProcessEnd.Register(ProcessEndStage.Reports, ProcessEnd.MaxTimeout, _ => ReportAtProcessEnd());
        }

        foreach (string warning in warnings)
        {
            Notice(warning);
        }
    }

    /// <summary>Reports now, in addition to the reports at intervals.</summary>
    /// <param name="timeout">The longest time to wait, up to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <returns>A task with the result whether the report arrived in time; false if the reporter is not started.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> FlushAsync(TimeSpan timeout)
    {
        RequireTimeout(timeout);
        return WaitAsync(Request(new ReportRequest(isLast: false)).Arrived, timeout);
    }

    /// <summary>Reports the last values and stops, however long a destination takes.</summary>
    /// <remarks>A report that is under way has half of the time to end; then the last values are reported.</remarks>
    /// <param name="timeout">The longest time to wait, up to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <returns>A task with the result whether the last values arrived in time; the same for each call.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> StopAsync(TimeSpan timeout)
    {
        TimeSpan longest = RequireTimeout(timeout);
        TaskCompletionSource<bool> stopped;
        lock (_life)
        {
            if (_stopped is not null)
            {
                return _stopped.Task;
            }

            stopped = _stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (State == ReporterState.Created)
            {
                lock (_gate)
                {
                    _status = _status.In(ReporterState.Stopped);
                }

                stopped.SetResult(true);
                return stopped.Task;
            }
        }

        ReporterThread.Start(() => Stop(longest, stopped), "Telemetry reporter");
        return stopped.Task;
    }

    /// <summary>Stops the reporter within five seconds (<see cref="StopAsync"/>).</summary>
    public void Dispose()
    {
        StopAsync(ProcessEnd.MaxTimeout).GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

#if NET
    /// <summary>Stops the reporter within five seconds (<see cref="StopAsync"/>).</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(ProcessEnd.MaxTimeout).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
#endif

    /// <summary>Opens what the reporter needs.</summary>
    /// <returns>Warnings about the numbers of an earlier run.</returns>
    private IReadOnlyList<string> Open()
    {
        OnStarting();
        try
        {
            IReadOnlyList<string> warnings = _statePath is null ? [] : Registry.RestoreState(_statePath, warnsIfKnown: false);
            OnStarted();
            return warnings;
        }
        catch
        {
            OnStopped();
            throw;
        }
    }

    private static TimeSpan RequireTimeout(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? s_longestTimeout
        : timeout >= TimeSpan.Zero && timeout <= s_longestTimeout ? timeout
        : throw new ArgumentOutOfRangeException(
            nameof(timeout), timeout, "Use zero or more and up to 24 days, or Timeout.InfiniteTimeSpan.");

    private static async Task<bool> WaitAsync(Task<bool> arrived, TimeSpan timeout) =>
        await Task.WhenAny(arrived, Task.Delay(timeout)).ConfigureAwait(false) == arrived && await arrived.ConfigureAwait(false);

    private void Stop(TimeSpan timeout, TaskCompletionSource<bool> stopped)
    {
        bool arrived = false;
        try
        {
            Guard(OnStopping);
            var request = new ReportRequest(isLast: true);
            lock (_gate)
            {
                _stop = request;
            }

            arrived = Wait(Request(request), timeout);
            _processEnd?.Dispose();
            lock (_gate)
            {
                _status = _status.In(ReporterState.Stopped);
            }

            Guard(OnStopped);
        }
        finally
        {
            ReporterList.Remove(this);
            stopped.SetResult(arrived);
        }
    }

    // Called for a signal, and again when the process exits, where the time of a report that did not arrive counts.
    private void ReportAtProcessEnd()
    {
        TimeSpan left = _endOfProcess.Left;
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        Stopwatch passed = Stopwatch.StartNew();
        bool arrived = Wait(Request(new ReportRequest(isLast: true)), left);
        _endOfProcess.Use(arrived ? TimeSpan.Zero : passed.Elapsed);
        if (!arrived)
        {
            Notice($"The last report of '{Name}' to {Target} did not arrive: {LastError ?? "its time was over"}.");
        }
    }

    private ReportRequest Request(ReportRequest request)
    {
        lock (_gate)
        {
            if (_isDone || _name is null)
            {
                request.Complete(_isDone && request.IsLast && _lastArrived);
            }
            else
            {
                _requests.Add(request);
                Monitor.PulseAll(_gate);
            }
        }

        return request;
    }

    // A report that is under way has older values, and must not take all of the time.
    private bool Wait(ReportRequest request, TimeSpan timeout)
    {
        Stopwatch passed = Stopwatch.StartNew();
        if (!request.WaitForBegin(new TimeSpan(timeout.Ticks / 2)))
        {
            CancelCurrent(unless: request);
        }

        TimeSpan left = timeout - passed.Elapsed;
        if (request.WaitForEnd(left > TimeSpan.Zero ? left : TimeSpan.Zero))
        {
            return request.Arrived.GetAwaiter().GetResult();
        }

        if (!request.Expire())
        {
            CancelCurrent(unless: null);
        }

        return false;
    }

    /// <summary>Cancels the report that is under way.</summary>
    /// <param name="unless">A request. Its own report, which may begin at this moment, is not cancelled.</param>
    private void CancelCurrent(ReportRequest? unless)
    {
        CancellationTokenSource? current;
        lock (_gate)
        {
            current = unless?.HasBegun == true ? null : _current;
        }

        if (current is not null)
        {
            // What the report does when it is cancelled may fail.
            Guard(current.Cancel);
        }
    }

    private void Work()
    {
        var schedule = new ReportSchedule(Interval, ReportsAtStart);
        while (true)
        {
            ReportRequest[] requests = Await(schedule);

            // A report whose time is over would come after the end of the reporter.
            ReportRequest[] begun = [.. requests.Where(request => request.TryBegin())];
            bool isLast = Array.Exists(begun, request => request.IsLast);
            bool arrived = (begun.Length > 0 || requests.Length == 0) && Report(isLast);
            bool stops;
            lock (_gate)
            {
                stops = _stop is not null && Array.IndexOf(requests, _stop) >= 0;
                _isDone = stops;
                _lastArrived = arrived;
                if (stops)
                {
                    // Came while the last report was under way, which may be without what they are for.
                    _requests.ForEach(request => request.Complete(false));
                    _requests.Clear();
                }
            }

            Array.ForEach(requests, request => request.Complete(arrived));

            if (stops)
            {
                return;
            }

            schedule.Advance(Math.Min(Math.Max(_status.FailuresInARow, 1), LongestBackOff));
        }
    }

    /// <summary>Waits for the next report that is due or requested.</summary>
    private ReportRequest[] Await(ReportSchedule schedule)
    {
        lock (_gate)
        {
            while (_requests.Count == 0 && schedule.Left is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, left);
            }

            ReportRequest[] requests = [.. _requests];
            _requests.Clear();
            return requests;
        }
    }

    private bool Report(bool isLast)
    {
        _isLastReport = isLast;
        if (isLast)
        {
            // Before a report that may hang until the process ends.
            SaveState();
        }

        // Not disposed, as it may be cancelled at this moment.
        var cancellation = new CancellationTokenSource();
        lock (_gate)
        {
            _current = cancellation;
        }

        bool arrived = false;
        using (Deadline.Start(ReportTimeout, () => Guard(cancellation.Cancel)))
        {
            Guard(() => arrived = Deliver(isLast, cancellation.Token));
        }

        lock (_gate)
        {
            _current = null;
        }

        SaveState();
        return arrived;
    }

    private void SaveState()
    {
        if (_statePath is null)
        {
            return;
        }

        try
        {
            Registry.SaveState(_statePath);
            StateError = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            bool isFirst = StateError is null;
            StateError = e.Message;
            if (isFirst)
            {
                Notice($"Reporter '{Name}' could not save the state of the metrics to '{_statePath}': {e.Message}");
            }
        }
    }
}
