namespace Telemetry;

/// <content>Waiting for events.</content>
public sealed partial class EventRecorder
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Waits for an event: the first one that matches, whether it is recorded already or arrives later.</summary>
    /// <remarks>The condition is called outside of all locks, on the thread of the caller, of the pool, or one that cancels the
    /// wait, and once for each event that matches the name. An exception that it throws is that of the task. No thread waits.</remarks>
    /// <param name="pattern">The name of the event, or a pattern such as <c>job.*</c>.</param>
    /// <param name="where">The condition that the event has to meet; null for none.</param>
    /// <param name="timeout">The longest time to wait, up to 24 days, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit; null for
    /// ten seconds.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>A task with the event.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="pattern"/> is not valid.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    /// <exception cref="EventWaitException">The event was not recorded in time, or before the recorder was disposed. The message contains
    /// the reason and the events that were recorded.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public Task<EventRecord> WaitForAsync(
        string pattern,
        Func<EventRecord, bool>? where = null,
        TimeSpan? timeout = null,
        CancellationToken cancellation = default) =>
        FirstAsync(WaitAsync(pattern, where, count: 1, position: 0, timeout, cancellation));

    /// <summary>Waits for several events: the first ones that match, whether they are recorded already or arrive later.</summary>
    /// <inheritdoc cref="WaitForAsync(string, Func{EventRecord, bool}?, TimeSpan?, CancellationToken)"/>
    /// <param name="pattern">The name of the events, or a pattern such as <c>job.*</c>.</param>
    /// <param name="count">The number of events, at least 1.</param>
    /// <param name="where">The condition that each event has to meet; null for none.</param>
    /// <param name="timeout">The longest time to wait for all of them, up to 24 days, or <see cref="Timeout.InfiniteTimeSpan"/> for no
    /// limit; null for ten seconds.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>A task with the events, in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or <paramref name="timeout"/> is out of range.</exception>
    public Task<IReadOnlyList<EventRecord>> WaitForAsync(
        string pattern,
        int count,
        Func<EventRecord, bool>? where = null,
        TimeSpan? timeout = null,
        CancellationToken cancellation = default) =>
        AllAsync(WaitAsync(pattern, where, count, position: 0, timeout, cancellation));

    /// <summary>Waits for the first event that matches after another one, for waits that follow each other.</summary>
    /// <inheritdoc cref="WaitForAsync(string, Func{EventRecord, bool}?, TimeSpan?, CancellationToken)"/>
    /// <param name="previous">The event of this recorder after which the search begins.</param>
    /// <param name="pattern">The name of the event, or a pattern such as <c>job.*</c>.</param>
    /// <param name="where">The condition that the event has to meet; null for none.</param>
    /// <param name="timeout">The longest time to wait, up to 24 days, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit; null for
    /// ten seconds.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="ArgumentNullException"><paramref name="previous"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="previous"/> is not among <see cref="Records"/>.</exception>
    public Task<EventRecord> WaitForAfterAsync(
        EventRecord previous,
        string pattern,
        Func<EventRecord, bool>? where = null,
        TimeSpan? timeout = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(previous);
        int position = _events.PositionAfter(previous) ?? throw new ArgumentException(
            $"The event '{previous.EventName}' is not among the records of this recorder. Use one that the recorder returned and that "
            + "was not cleared.",
            nameof(previous));
        return FirstAsync(WaitAsync(pattern, where, count: 1, position, timeout, cancellation));
    }

    private static async Task<EventRecord> FirstAsync(Task<EventRecord[]> wait) => (await wait.ConfigureAwait(false))[0];

    private static async Task<IReadOnlyList<EventRecord>> AllAsync(Task<EventRecord[]> wait) => await wait.ConfigureAwait(false);

    // Not an asynchronous method: a bad argument is reported at the call.
    private Task<EventRecord[]> WaitAsync(
        string pattern, Func<EventRecord, bool>? where, int count, int position, TimeSpan? timeout, CancellationToken cancellation)
    {
        var parsed = EventPattern.Parse(pattern);
        TimeSpan limit = TimeLimit.Require(timeout ?? s_defaultTimeout);
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), count, "The number of events is at least 1. To assert that there is none, use AssertNone.");
        }

        return new EventWait(_events, parsed, where, count, position).RunAsync(limit, () => Describe(parsed), cancellation);
    }

    /// <summary>Returns what is special about the recorder, as sentences that explain why an event may not have been recorded.</summary>
    private string Describe(EventPattern pattern)
    {
        string description = string.Empty;
        if (pattern.EventName is { } name && !Array.Exists(_patterns, recorded => recorded.IsMatch(name)))
        {
            description += $"\nThe recorder does not record '{name}': it was started for "
                + $"{string.Join(", ", _patterns.Select(recorded => $"'{recorded}'"))}.";
        }

        if (_flow is not null)
        {
            description += "\nThe recorder is local: it records events of the flow of control in which it was started, and of tasks and "
                + "threads that this flow starts, but not those of others, such as a worker that was started before.";
            KeyValuePair<string, int>[] others = _events.Others;
            if (others.Length > 0)
            {
                description += $"\nEvents of other flows: {RecordedText.Names(others, pattern.ToString())}.";
            }
        }

        return description;
    }
}
