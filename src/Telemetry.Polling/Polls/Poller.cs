namespace Telemetry.Polling;

/// <summary>
/// Runs polls: delegates that measure states and emit them as events, at intervals or when metrics are collected. A poll that fails
/// goes on, and does not affect the others. Safe to use from any thread.
/// </summary>
/// <remarks>
/// <para>All polls of a poller run on one thread, one after the other, at <c>t0 + n · interval</c>. A poll that takes long delays the
/// others; give it a poller of its own. The thread is a background thread: it starts with the first poll, ends after the last one was
/// removed, and does not keep the process alive. A poller with polls is kept alive until they are removed.</para>
/// <para>Each run is a span <c>telemetry.poller.poll</c> of the dispatcher, with the measurement <c>emitted</c> at its stop and, at
/// all its events, the metadata <c>poll</c>, the name.</para>
/// <para>A run that takes longer than <see cref="PollOptions.Timeout"/> is cancelled. If it does not end within 5 seconds, it is
/// abandoned: the other polls go on on a new thread, and its own thread ends with it.</para>
/// <para>When the end of the process begins (<see cref="ProcessEnd"/>), no poll starts any more, and the end waits for runs that are
/// under way for at most one second.</para>
/// </remarks>
/// <example>
/// <code>
/// Poll queue = Poller.Default.Add("queue.checked", context => context.Emit([new("length", jobs.Count)]));
/// </code>
/// </example>
public sealed partial class Poller : IDisposable
{
    private static int s_pollers;

    private readonly Dictionary<string, Poll> _polls = new(StringComparer.OrdinalIgnoreCase);
    private readonly TelemetrySpanSource _spans;
    private bool _isDisposed;

    /// <summary>Creates a poller.</summary>
    /// <param name="dispatcher">The dispatcher to which the polls emit; null for <see cref="TelemetryDispatcher.Default"/>.</param>
    /// <param name="name">The name, for the thread; null for <c>poller</c> with a number.</param>
    public Poller(TelemetryDispatcher? dispatcher = null, string? name = null)
    {
        Dispatcher = dispatcher ?? TelemetryDispatcher.Default;
        Name = name ?? $"poller-{Interlocked.Increment(ref s_pollers)}";
        _spans = Dispatcher.GetSpanSource(PollEvents.Run);
    }

    /// <summary>Raised before a run, on the thread of the poller: ambient values (<see cref="AsyncLocal{T}"/>) that a subscriber sets
    /// flow into the run. An exception of a subscriber is ignored.</summary>
    public event EventHandler<PollRun>? RunStarting;

    /// <summary>Raised after a run, once for each <see cref="RunStarting"/>, with its outcome; on the thread of the poller, and after
    /// a run that was abandoned on the new one. An exception of a subscriber is ignored.</summary>
    public event EventHandler<PollRun>? RunEnded;

    /// <summary>Raised at the first of several failures of a poll in a row, when runs succeed again, and when a run is abandoned, on
    /// a thread of the poller. An exception of a subscriber is ignored.</summary>
    public event EventHandler<PollNotice>? Noticed;

    /// <summary>The poller of <see cref="TelemetryDispatcher.Default"/>. It has no thread before the first poll is added.</summary>
    public static Poller Default { get; } = new(TelemetryDispatcher.Default, "default");

    /// <summary>The dispatcher to which the polls emit.</summary>
    public TelemetryDispatcher Dispatcher { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The time that a run which was cancelled has to end before it is abandoned.</summary>
    internal static TimeSpan Grace { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Guards the polls and their runs. Pulsed when something changes. Nothing of others is called under it.</summary>
    internal object Gate { get; } = new();

    /// <summary>Returns all polls of all pollers of the process, sorted by name.</summary>
    public static IReadOnlyList<Poll> ListAll() => Sorted(PollerList.All().SelectMany(poller => poller.List()));

    /// <summary>Runs the polls on collection of several pollers now, all at the same time
    /// (<see cref="RunOnCollect(TimeSpan?)"/>).</summary>
    /// <param name="pollers">The pollers.</param>
    /// <param name="timeout">The longest time to wait for all of them, up to 24 days; null for one second.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pollers"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static void RunOnCollect(IEnumerable<Poller> pollers, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(pollers);
        TimeSpan longest = PollWait.Require(timeout ?? TimeSpan.FromSeconds(1));
        if (PollFlow.Current is null)
        {
            Task.WaitAll([.. pollers.SelectMany(poller => poller.RequestOnCollect())], longest);
        }
    }

    /// <summary>Adds a poll. Its first run begins at once, after the initial delay or, if it runs on collection, with the first
    /// collection.</summary>
    /// <param name="name">The name, text without control characters, unique in the poller without regard to case. It is also the
    /// name of the event, unless the options have one.</param>
    /// <param name="measure">The delegate that measures, called on the thread of the poller.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="measure"/> is null.</exception>
    /// <exception cref="PollException">The name or an option is not valid, or the poller has a poll of this name.</exception>
    /// <exception cref="ObjectDisposedException">The poller is disposed.</exception>
    public Poll Add(string name, Action<PollContext> measure, PollOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return AddAny(
            name,
            context =>
            {
                measure(context);
                return null;
            },
            options);
    }

    /// <summary>Adds a poll whose delegate is asynchronous. The thread of the poller waits for its task.</summary>
    /// <inheritdoc cref="Add(string, Action{PollContext}, PollOptions?)"/>
    public Poll Add(string name, Func<PollContext, Task> measure, PollOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return AddAny(
            name,
            context => measure(context) ?? throw new InvalidOperationException("the delegate returned null instead of a task"),
            options);
    }

    /// <summary>Returns the poll with a name, compared without regard to case; null if there is none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public Poll? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (Gate)
        {
            return _polls.TryGetValue(name, out Poll? poll) ? poll : null;
        }
    }

    /// <summary>Returns all polls, sorted by name.</summary>
    public IReadOnlyList<Poll> List()
    {
        lock (Gate)
        {
            return Sorted(_polls.Values);
        }
    }

    /// <summary>Runs the polls with <see cref="PollOptions.OnCollect"/> now, and waits until they have ended or the time is over, in
    /// which case they go on. For subscribers of <c>MetricRegistry.Collecting</c>.</summary>
    /// <remarks>Calls at the same time share a run, also one that is under way. Called by a poll, of this poller or another one, or
    /// by code that it calls, the method does nothing: the poll would wait for itself. At the end of the process it does nothing,
    /// either.</remarks>
    /// <param name="timeout">The longest time to wait for all of them, up to 24 days; null for one second.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public void RunOnCollect(TimeSpan? timeout = null) => RunOnCollect([this], timeout);

    /// <summary>Removes all polls, and waits for a run that is under way for at most five seconds (<see cref="Poll.RemoveAsync"/>). No
    /// further ones can be added.</summary>
    public void Dispose()
    {
        Poll[] polls;
        lock (Gate)
        {
            _isDisposed = true;
            polls = [.. _polls.Values];
        }

        Task.WaitAll([.. polls.Select(poll => poll.RemoveAsync(Grace))]);
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal Task<bool> RunAsync(Poll poll, TimeSpan timeout)
    {
        EndOverdue();
        lock (Gate)
        {
            if (poll.IsRemoved || poll.Hung is not null || PollEnd.IsUnderWay || PollFlow.Current?.Poll.Poller == this)
            {
                return Task.FromResult(false);
            }

            return PollWait.ForAsync(Request(poll), timeout);
        }
    }

    private static Poll[] Sorted(IEnumerable<Poll> polls) => [.. polls.OrderBy(poll => poll.Name, StringComparer.OrdinalIgnoreCase)];

    private Poll AddAny(string name, Func<PollContext, Task?> measure, PollOptions? options)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            throw new PollException(
                PollErrorKind.InvalidOption, "The name of a poll is text without control characters. Give such a name.", name);
        }

        var settings = new PollSettings(name, options ?? new PollOptions());
        lock (Gate)
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(Poller), "No poll can be added to a disposed poller.");
            }

            if (_polls.TryGetValue(name, out Poll? other))
            {
                throw new PollException(
                    PollErrorKind.PollAlreadyExists,
                    $"There is a poll '{other.Name}' already. Choose another name, or remove that one first.",
                    name);
            }

            var poll = new Poll(this, name, measure, settings);
            _polls.Add(name, poll);
            PollerList.Add(this);
            _worker ??= PollerWorker.Start(this, Work);
            Monitor.PulseAll(Gate);
            return poll;
        }
    }

    /// <summary>Requests the runs of the polls on collection.</summary>
    /// <returns>The tasks that end with them.</returns>
    private Task<bool>[] RequestOnCollect()
    {
        EndOverdue();
        lock (Gate)
        {
            return PollEnd.IsUnderWay
                ? []
                : [.. _polls.Values.Where(poll => poll is { OnCollect: true, Hung: null }).Select(Join)];
        }
    }

    /// <summary>Returns the end of the run that is under way or, if there is none, of the next one, which begins now.</summary>
    private Task<bool> Join(Poll poll)
    {
        if (poll.Current is not { } run)
        {
            return Request(poll);
        }

        run.Request ??= NewRequest();
        return run.Request.Task;
    }

    private Task<bool> Request(Poll poll)
    {
        if (poll.Request is null)
        {
            poll.Request = NewRequest();
            poll.RequestTime = PollClock.Now;
            Monitor.PulseAll(Gate);
        }

        return poll.Request.Task;
    }

    private static TaskCompletionSource<bool> NewRequest() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
