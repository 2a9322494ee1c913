using System.Diagnostics;

namespace Telemetry.Reporters;

/// <content>Starting, flushing and stopping.</content>
public abstract partial class Reporter
#if NET
    : IAsyncDisposable
#endif
{
    private const int LongestBackOff = 5;

    private readonly List<ReportRequest> _requests = [];
    private CancellationTokenSource? _current;

    private ReportRequest? _stop;
    private TaskCompletionSource<bool>? _stopped;
    private IDisposable? _processEnd;
    private bool _isDone;
    private bool _lastArrived;
    private bool _stateFails;

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

            OnStarted();
            ReporterThread.Start(Work, $"Telemetry reporter {Name}");
            _processEnd = ProcessEnd.Register(ProcessEndStage.Reports, ProcessEnd.MaxTimeout, _ => ReportAtProcessEnd());
        }

        foreach (string warning in warnings)
        {
            Notice(warning);
        }
    }

    /// <summary>Reports now, in addition to the reports at intervals.</summary>
    /// <param name="timeout">The longest time to wait.</param>
    /// <returns>A task with the result whether the report arrived in time; false if the reporter is not started.</returns>
    public async Task<bool> FlushAsync(TimeSpan timeout)
    {
        Task<bool> arrived = Request(new ReportRequest(isLast: false)).Arrived;
        return await Task.WhenAny(arrived, Task.Delay(timeout)).ConfigureAwait(false) == arrived && await arrived.ConfigureAwait(false);
    }

    /// <summary>Reports the last values and stops, however long a destination takes.</summary>
    /// <remarks>A report that is under way has half of the time to end; then the last values are reported.</remarks>
    /// <param name="timeout">The longest time to wait.</param>
    /// <returns>A task with the result whether the last values arrived in time; the same for each call.</returns>
    public Task<bool> StopAsync(TimeSpan timeout)
    {
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

        ReporterThread.Start(() => Stop(timeout, stopped), "Telemetry reporter");
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

    /// <summary>Called at the start, after the numbers of an earlier run were restored: what is recorded from now on is that of the
    /// first interval.</summary>
    private protected virtual void OnRestored()
    {
    }

    /// <summary>Opens what the reporter needs.</summary>
    /// <returns>Warnings about the numbers of an earlier run.</returns>
    private IReadOnlyList<string> Open()
    {
        OnStarting();
        try
        {
            IReadOnlyList<string> warnings = _statePath is null ? [] : Registry.RestoreState(_statePath);
            OnRestored();
            return warnings;
        }
        catch
        {
            OnStopped();
            throw;
        }
    }

    private void Stop(TimeSpan timeout, TaskCompletionSource<bool> stopped)
    {
        OnStopping();
        var request = new ReportRequest(isLast: true);
        lock (_gate)
        {
            _stop = request;
        }

        bool arrived = Wait(Request(request), timeout);
        _processEnd?.Dispose();
        lock (_gate)
        {
            _status = _status.In(ReporterState.Stopped);
        }

        try
        {
            OnStopped();
        }
        finally
        {
            ReporterList.Remove(this);
            stopped.SetResult(arrived);
        }
    }

    private void ReportAtProcessEnd()
    {
        TimeSpan left = EndOfProcess.Begin();
        if (left > TimeSpan.Zero)
        {
            Wait(Request(new ReportRequest(isLast: true)), left);
        }
    }

    private ReportRequest Request(ReportRequest request)
    {
        lock (_gate)
        {
            if (_isDone || State == ReporterState.Created)
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

        CancelCurrent(unless: null);
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

        current?.Cancel();
    }

    private void Work()
    {
        var schedule = new ReportSchedule(Interval, ReportsAtStart);
        while (true)
        {
            ReportRequest[] requests = Await(schedule);
            foreach (ReportRequest request in requests)
            {
                request.Begin();
            }

            bool isLast = Array.Exists(requests, request => request.IsLast);
            bool arrived = DeliverOnce(isLast);
            SaveState();
            bool stops;
            lock (_gate)
            {
                stops = _stop is not null && Array.IndexOf(requests, _stop) >= 0;
                _isDone = stops;
                _lastArrived = arrived;
                if (stops)
                {
                    requests = [.. requests, .. _requests];
                    _requests.Clear();
                }
            }

            foreach (ReportRequest request in requests)
            {
                request.Complete(arrived);
            }

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

    private bool DeliverOnce(bool isLast)
    {
        // Not disposed, as it may be cancelled at this moment.
        var cancellation = new CancellationTokenSource(ReportTimeout);
        lock (_gate)
        {
            _current = cancellation;
        }

        try
        {
            return Deliver(isLast, cancellation.Token);
        }
        finally
        {
            lock (_gate)
            {
                _current = null;
            }
        }
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
            _stateFails = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (!_stateFails)
            {
                Notice($"Reporter '{Name}' could not save the state of the metrics to '{_statePath}': {e.Message}");
            }

            _stateFails = true;
        }
    }
}
