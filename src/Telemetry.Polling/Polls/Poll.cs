namespace Telemetry.Polling;

/// <summary>A poll of a <see cref="Polling.Poller"/>: a delegate that measures, and is called at intervals or when metrics are
/// collected. Safe to use from any thread.</summary>
public sealed class Poll : IDisposable
{
    private readonly EventName? _eventName;
    private TelemetryEvent? _event;
    private long _emitted;

    internal Poll(Poller poller, string name, Func<PollContext, Task?> measure, PollSettings settings)
    {
        Poller = poller;
        Name = name;
        Measure = measure;
        Interval = settings.Interval;
        OnCollect = settings.OnCollect;
        FailurePolicy = settings.FailurePolicy;
        Timeout = settings.Timeout;
        _eventName = settings.EventName;
        Schedule = OnCollect ? null : new PollSchedule(PollClock.Now + settings.InitialDelay, Interval);
    }

    /// <summary>The name, unique in the poller without regard to case.</summary>
    public string Name { get; }

    /// <summary>The poller, on whose thread the poll runs.</summary>
    public Poller Poller { get; }

    /// <summary>The time between two runs. A poll with <see cref="OnCollect"/> does not use it.</summary>
    public TimeSpan Interval { get; }

    /// <summary>Whether the poll runs when metrics are collected, and not at intervals.</summary>
    public bool OnCollect { get; }

    /// <summary>The failure policy.</summary>
    public PollFailurePolicy FailurePolicy { get; }

    /// <summary>The time after which a run is cancelled; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no
    /// limit.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The state.</summary>
    public PollState State
    {
        get
        {
            lock (Poller.Gate)
            {
                return IsRemoved ? PollState.Removed
                    : Hung is not null ? PollState.Abandoned
                    : Current is not null ? PollState.Running
                    : Status.FailuresInARow > 0 ? PollState.Failing
                    : PollState.Waiting;
            }
        }
    }

    /// <summary>The number of runs that ended, whether they failed or not, or were abandoned.</summary>
    public long Runs => Status.Runs;

    /// <summary>The number of runs that failed, with those that did not end in time.</summary>
    public long Failures => Status.Failures;

    /// <summary>The number of failures since the last run that succeeded.</summary>
    public int FailuresInARow => Status.FailuresInARow;

    /// <summary>The number of times at which a run was due and none began, because the run before, or one of another poll, took too
    /// long. The pauses after failures do not count.</summary>
    public long Missed => Status.Missed;

    /// <summary>The number of events that runs emitted by their <see cref="PollContext"/>.</summary>
    public long Emitted => Interlocked.Read(ref _emitted);

    /// <summary>The time at which the last run that ended had started, in UTC; null if there was none.</summary>
    public DateTime? LastRun => Status.LastRun;

    /// <summary>The time that the last run took; null if there was none.</summary>
    public TimeSpan? LastDuration => Status.LastDuration;

    /// <summary>The reason for the last failure; null if there was none. It remains after later runs succeeded.</summary>
    public string? LastError => Status.LastError;

    /// <summary>The time of the last failure, in UTC; null if there was none.</summary>
    public DateTime? LastErrorTime => Status.LastErrorTime;

    /// <summary>The time at which the next run is due, in UTC; null if the poll runs on collection, is running, was abandoned or was
    /// removed.</summary>
    public DateTime? NextRun
    {
        get
        {
            lock (Poller.Gate)
            {
                return IsRemoved || Current is not null || Hung is not null || Schedule is null
                    ? null
                    : DateTime.UtcNow + (Schedule.Next - PollClock.Now);
            }
        }
    }

    internal Func<PollContext, Task?> Measure { get; }

    /// <summary>The event of the poll; null if its name is not a valid name of an event. A poll that emits by other names does not
    /// make it known.</summary>
    internal TelemetryEvent? Event => _event ??= _eventName is null ? null : Poller.Dispatcher.GetEvent(_eventName);

    /// <summary>The times of the runs; null for a poll on collection. This, and what follows, is used under the lock of the
    /// poller.</summary>
    internal PollSchedule? Schedule { get; }

    /// <summary>The outcomes. Changed under the lock, read without it.</summary>
    internal PollStatus Status
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    } = new();

    /// <summary>The run that is under way and was not abandoned; null if there is none.</summary>
    internal PollRun? Current { get; set; }

    /// <summary>The run that was abandoned and has not ended; null if there is none.</summary>
    internal PollRun? Hung { get; set; }

    /// <summary>The callers that wait for a run that has not begun; null if there are none.</summary>
    internal TaskCompletionSource<bool>? Request { get; set; }

    /// <summary>The time of the first request since the last run.</summary>
    internal TimeSpan RequestTime { get; set; }

    internal bool IsRemoved { get; set; }

    /// <summary>The result of the removal, while others wait for the last run; null before.</summary>
    internal Task<bool>? Removal { get; set; }

    /// <summary>Runs the poll now, in addition to its other runs. Callers that wait for the same run share it.</summary>
    /// <param name="timeout">The longest time to wait, up to 24 days; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no
    /// limit.</param>
    /// <returns>A task with the result whether the run succeeded in time. False at once, without a run, if the poll was removed, if
    /// an abandoned run of it is still under way, if the end of the process began, or if a poll of the same poller is the caller:
    /// it would wait for itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> RunAsync(TimeSpan timeout) => Poller.RunAsync(this, PollWait.Require(timeout));

    /// <summary>Removes the poll. No run of it begins afterwards. A run that is under way is cancelled and, if it does not end in
    /// time, abandoned.</summary>
    /// <remarks>A poll can remove itself: its run then goes on to its end, and the result is true at once.</remarks>
    /// <param name="timeout">The longest time to wait for a run that is under way, up to 24 days;
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <returns>A task with the result whether no run is under way any more: false if one was abandoned.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public Task<bool> RemoveAsync(TimeSpan timeout) => Poller.RemoveAsync(this, PollWait.Require(timeout));

    /// <summary>Removes the poll, and waits for a run that is under way for at most five seconds
    /// (<see cref="RemoveAsync"/>).</summary>
    public void Dispose() => RemoveAsync(Poller.Grace).GetAwaiter().GetResult();

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal void CountEmit() => Interlocked.Increment(ref _emitted);
}
