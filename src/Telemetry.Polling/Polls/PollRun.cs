using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Telemetry.Polling;

/// <summary>One run of a poll. Its outcome is set when <see cref="Poller.RunEnded"/> is raised.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source is not disposed, as it may be cancelled at this moment.")]
public sealed class PollRun
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TimeSpan _start = PollClock.Now;
    private long _emitted;
    private volatile bool _isAbandoned;
    private volatile bool _isUnderWay = true;

    internal PollRun(Poll poll, TaskCompletionSource<bool>? request)
    {
        Poll = poll;
        Request = request;
        Deadline = poll.Timeout == System.Threading.Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _start + poll.Timeout;
    }

    /// <summary>The poll.</summary>
    public Poll Poll { get; }

    /// <summary>The time at which the run started, in UTC.</summary>
    public DateTime Started { get; } = DateTime.UtcNow;

    /// <summary>The time that the run took; zero before its end.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Whether the run ended without an exception, and was not cancelled. False before its end.</summary>
    public bool Succeeded { get; private set; }

    /// <summary>The exception with which the run ended; null if it succeeded, and before its end. A <see cref="TimeoutException"/>
    /// for a run that did not end in time, an <see cref="OperationCanceledException"/> for one of a poll that was removed.</summary>
    public Exception? Exception { get; private set; }

    /// <summary>Whether the run was abandoned. It may still be under way.</summary>
    public bool IsAbandoned
    {
        get => _isAbandoned;
        internal set => _isAbandoned = value;
    }

    /// <summary>The number of events that the run emitted by its <see cref="PollContext"/> so far.</summary>
    public long Emitted => Interlocked.Read(ref _emitted);

    /// <summary>Cancelled when the run must end.</summary>
    internal CancellationToken Cancellation => _cancellation.Token;

    /// <summary>The callers that wait for the run; null if there are none. Used under the lock of the poller.</summary>
    internal TaskCompletionSource<bool>? Request { get; set; }

    /// <summary>The time at which the run is cancelled or, when it was, abandoned. Used under the lock of the poller.</summary>
    internal TimeSpan Deadline { get; set; }

    /// <summary>Whether the time for the run is over. Set under the lock of the poller.</summary>
    internal bool IsTimedOut { get; set; }

    /// <summary>Whether the run has to end because the poll is removed, or the process ends. Set under the lock of the
    /// poller.</summary>
    internal bool IsInterrupted { get; set; }

    /// <summary>Whether the outcome is set. Changed under the lock of the poller.</summary>
    internal bool HasOutcome { get; private set; }

    /// <summary>Whether the code of the run is executed. It may go on after the run was abandoned.</summary>
    internal bool IsUnderWay
    {
        get => _isUnderWay;
        set => _isUnderWay = value;
    }

    /// <summary>The span of the run; null if it could not be started.</summary>
    internal TelemetrySpan? Span { get; set; }

    /// <summary>Counts an event that is emitted next.</summary>
    /// <exception cref="OperationCanceledException">The run must end.</exception>
    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    internal void CountEmit()
    {
        if (IsAbandoned || _cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The run of the poll was cancelled.", _cancellation.Token);
        }

        if (HasOutcome)
        {
            throw new InvalidOperationException("The run of the poll has ended, and its events with it.");
        }

        Interlocked.Increment(ref _emitted);
        Poll.CountEmit();
    }

    /// <summary>Sets the outcome, unless it is set. Called under the lock of the poller.</summary>
    /// <param name="exception">The exception of the run; null if there is none.</param>
    /// <returns>Whether this call set it.</returns>
    internal bool TrySetOutcome(Exception? exception)
    {
        if (HasOutcome)
        {
            return false;
        }

        Duration = PollClock.Now - _start;
        Exception = IsInterrupted ? exception as OperationCanceledException ?? new OperationCanceledException("The poll was removed.")
            : IsTimedOut ? new TimeoutException(
                $"it did not end within {Poll.Timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s", exception)
            : exception;
        Succeeded = Exception is null;
        HasOutcome = true;
        return true;
    }

    /// <summary>Cancels the run, on a thread of its own: what the run does then may take long.</summary>
    internal void Cancel() =>
        BackgroundThread.Start(() => PollerThread.Guard(_cancellation.Cancel), $"Telemetry poll {Poll.Name}: cancellation");
}
