using System.Diagnostics;

namespace Telemetry.Logging;

/// <content>Starting, flushing and stopping.</content>
public sealed partial class TelemetryLog
#if NET
    : IAsyncDisposable
#endif
{
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly object _life = new();
    private readonly EndOfProcess _endOfProcess = new();
    private Task<bool>? _stopped;
    private IDisposable? _processEnd;
    private HandlerRegistration? _handler;

    /// <summary>Opens the file, and logs the events that are emitted from now on.</summary>
    /// <exception cref="LogException">The file cannot be opened, or the name is taken. Nothing was started.</exception>
    /// <exception cref="InvalidOperationException">The log was started before.</exception>
    public void Start()
    {
        TelemetryLog? replaced;
        lock (_life)
        {
            if (State != TelemetryLogState.Created)
            {
                throw new InvalidOperationException("The log was started or stopped before. Create another one.");
            }

            Volatile.Write(ref _name, LogList.Add(this, _requestedName, _replaces, out replaced));
            try
            {
                Open();
                Attach(replaced);
            }
            catch
            {
                LogList.Remove(this, Name, replaced);
                _name = null;
                throw;
            }

            Change(status => status with { State = TelemetryLogState.Running });
            _writer.Start($"Telemetry log {Name}");
            _processEnd = ProcessEnd.Register(ProcessEndStage.Reports, ProcessEnd.MaxTimeout, _ => WriteAtProcessEnd());
        }

        if (replaced is not null)
        {
            replaced._successor = this;
            replaced.Dispose();
        }
    }

    /// <summary>Writes the lines that wait.</summary>
    /// <param name="timeout">The longest time to wait, up to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <returns>A task with the result whether the lines of all events that were emitted before the call are written, apart from those
    /// that were dropped before. While the destination fails, it is false after about a second.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> FlushAsync(TimeSpan timeout)
    {
        TimeSpan longest = RequireTimeout(timeout);
        return State == TelemetryLogState.Created ? Task.FromResult(true) : WaitAsync(_queue.Flush().Done, longest);
    }

    /// <summary>Logs no more events, writes the lines that wait, and stops. Lines that cannot be written are dropped and
    /// counted.</summary>
    /// <param name="timeout">The longest time to wait, up to 24 days; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. While the
    /// destination fails, the log stops after about a second.</param>
    /// <returns>A task with the result whether all lines were written; the same for each call.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> StopAsync(TimeSpan timeout)
    {
        TimeSpan longest = RequireTimeout(timeout);
        lock (_life)
        {
            if (_stopped is null)
            {
                var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                _stopped = stopped.Task;
                if (State == TelemetryLogState.Created)
                {
                    Change(status => status with { State = TelemetryLogState.Stopped });
                    stopped.SetResult(true);
                }
                else
                {
                    BackgroundThread.Start(() => Stop(longest, stopped), "Telemetry log");
                }
            }

            return _stopped;
        }
    }

    /// <summary>Stops the log within five seconds (<see cref="StopAsync"/>).</summary>
    public void Dispose() => StopAsync(ProcessEnd.MaxTimeout).GetAwaiter().GetResult();

#if NET
    /// <summary>Stops the log within five seconds (<see cref="StopAsync"/>).</summary>
    public async ValueTask DisposeAsync() => await StopAsync(ProcessEnd.MaxTimeout).ConfigureAwait(false);
#endif

    private static TimeSpan RequireTimeout(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? s_longestTimeout
        : timeout >= TimeSpan.Zero && timeout <= s_longestTimeout ? timeout
        : throw new ArgumentOutOfRangeException(
            nameof(timeout), timeout, "Use zero or more and up to 24 days, or Timeout.InfiniteTimeSpan.");

    private static async Task<bool> WaitAsync(Task<bool> done, TimeSpan timeout) =>
        await Task.WhenAny(done, Task.Delay(timeout)).ConfigureAwait(false) == done && await done.ConfigureAwait(false);

    private void Open()
    {
        try
        {
            _file.Create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException(
                LogErrorKind.InvalidPath, $"'{Path}': the file cannot be opened to append to it. {e.Message}", Path, e);
        }
    }

    // In one step with the end of the other log's handler, so that no event is missed or logged twice.
    private void Attach(TelemetryLog? replaced)
    {
        string id = $"telemetry.log.{Name}";
        var options = new HandlerOptions { FailurePolicy = FailurePolicy.Keep, Where = _where, WhereNot = _whereNot };
        try
        {
            _handler = replaced is null
                ? Dispatcher.AttachMany(id, _events, OnEvent, options)
                : Dispatcher.Replace(id, _events, OnEvent, options);
        }
        catch (HandlerAlreadyExistsException e)
        {
            throw new LogException(
                LogErrorKind.LogAlreadyExists, $"There is a handler '{id}' already. Choose another name for the log.", Name, e);
        }
    }

    private void Stop(TimeSpan timeout, TaskCompletionSource<bool> stopped)
    {
        bool isWritten = false;
        try
        {
            _handler?.Dispose();
            Stopwatch passed = Stopwatch.StartNew();
            do
            {
                // An emit that began before the handler left may add a line after those that are waited for.
                TimeSpan left = timeout - passed.Elapsed;
                Task<bool> done = _queue.Flush().Done;
                isWritten = done.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero) && done.Result;
            }
            while (isWritten && !_queue.TryClose());
            _processEnd?.Dispose();
            isWritten = _queue.Close() == 0;
            Change(status => status with { State = TelemetryLogState.Stopped });
        }
        finally
        {
            LogList.Remove(this, Name);
            stopped.SetResult(isWritten);
        }
    }

    // Called for a signal, and again when the process exits, where the time of lines that could not be written counts.
    private void WriteAtProcessEnd()
    {
        TimeSpan left = _endOfProcess.Left;
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        Stopwatch passed = Stopwatch.StartNew();
        Task<bool> done = _queue.Flush().Done;
        bool isWritten = done.Wait(left) && done.Result;
        _endOfProcess.Use(isWritten ? TimeSpan.Zero : passed.Elapsed);
        if (!isWritten)
        {
            Notice($"{LineCount(Waiting)} of the log '{Name}' could not be written to {Path}: {LastError ?? "the time was over"}.");
        }
    }
}
