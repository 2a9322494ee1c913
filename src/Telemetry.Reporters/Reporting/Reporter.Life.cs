using System.Diagnostics;

namespace Telemetry.Reporters;

/// <content>Starting, flushing and stopping.</content>
public abstract partial class Reporter
#if NET
    : IAsyncDisposable
#endif
{
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly EndOfProcess _endOfProcess = new();
    private TaskCompletionSource<bool>? _stopped;
    private IDisposable? _processEnd;

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
                _status = _status with { State = ReporterState.Running };
            }

            BackgroundThread.Start(Work, $"Telemetry reporter {Name}");
            _processEnd = ProcessEnd.Register(ProcessEndStage.Reports, ProcessEnd.MaxTimeout, _ => ReportAtProcessEnd());
        }

        foreach (string warning in warnings)
        {
            Notice(warning, isOfCaller: true);
        }
    }

    /// <summary>Reports now, in addition to the reports at intervals.</summary>
    /// <param name="timeout">The longest time to wait, up to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <returns>A task with the result whether the report arrived in time; false if the reporter is not started.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> FlushAsync(TimeSpan timeout)
    {
        RequireTimeout(timeout);
        return WaitAsync(Request(new ReportRequest(ReportReason.Flush)).Arrived, timeout);
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
                    _status = _status with { State = ReporterState.Stopped };
                }

                stopped.SetResult(true);
                return stopped.Task;
            }
        }

        BackgroundThread.Start(() => Stop(longest, stopped), "Telemetry reporter");
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
            var request = new ReportRequest(ReportReason.Stop);
            lock (_gate)
            {
                _stop = request;
            }

            arrived = Wait(Request(request), timeout);
            _processEnd?.Dispose();
            lock (_gate)
            {
                _status = _status with { State = ReporterState.Stopped };
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
        bool arrived = Wait(Request(new ReportRequest(ReportReason.ProcessEnd)), left);
        _endOfProcess.Use(arrived ? TimeSpan.Zero : passed.Elapsed);
        if (!arrived)
        {
            Notice($"The last report of '{Name}' to {Target} did not arrive: {LastError ?? "its time was over"}.");
        }
    }
}
