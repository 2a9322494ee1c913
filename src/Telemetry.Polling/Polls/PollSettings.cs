namespace Telemetry.Polling;

/// <summary>The options of a poll, checked and complete.</summary>
internal sealed class PollSettings
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>Reads options.</summary>
    /// <param name="pollName">The name of the poll.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="PollException">An option is not valid.</exception>
    internal PollSettings(string pollName, PollOptions options)
    {
        Interval = options.Interval >= TimeSpan.FromMilliseconds(10) && options.Interval <= s_longest
            ? options.Interval
            : throw new PollException(
                PollErrorKind.InvalidInterval,
                $"The interval is {options.Interval}. Use 10 milliseconds or more, and at most a day.",
                options.Interval);
        InitialDelay = options.InitialDelay ?? TimeSpan.Zero;
        if (InitialDelay < TimeSpan.Zero || InitialDelay > s_longest)
        {
            throw Invalid($"The initial delay is {InitialDelay}. Use zero or more, and at most a day.", InitialDelay);
        }

        Timeout = options.Timeout ?? s_defaultTimeout;
        if (Timeout != System.Threading.Timeout.InfiniteTimeSpan && (Timeout < TimeSpan.FromMilliseconds(1) || Timeout > s_longest))
        {
            throw Invalid(
                $"The timeout is {Timeout}. Use 1 millisecond or more and at most a day, or Timeout.InfiniteTimeSpan.", Timeout);
        }

        FailurePolicy = options.FailurePolicy is PollFailurePolicy.Keep or PollFailurePolicy.Detach
            ? options.FailurePolicy
            : throw Invalid("There is no such failure policy. Choose Keep or Detach.", options.FailurePolicy);
        OnCollect = options.OnCollect;
        if (EventName.TryParse(options.EventName ?? pollName, out EventName? name))
        {
            EventName = name;
        }
        else if (options.EventName is not null)
        {
            throw Invalid($"'{options.EventName}' is not a valid name of an event. Use words separated by dots.", options.EventName);
        }
    }

    /// <summary>The name of the event; null if the options have none and the name of the poll is not valid for one.</summary>
    internal EventName? EventName { get; }

    internal TimeSpan Interval { get; }

    internal TimeSpan InitialDelay { get; }

    internal TimeSpan Timeout { get; }

    internal bool OnCollect { get; }

    internal PollFailurePolicy FailurePolicy { get; }

    private static PollException Invalid(string message, object? value) => new(PollErrorKind.InvalidOption, message, value);
}
