namespace Telemetry.Polling;

/// <summary>The options of a poll. They are read when the poll is added.</summary>
public sealed class PollOptions
{
    /// <summary>The name of the event that <see cref="PollContext.Emit(ReadOnlySpan{KeyValuePair{string, MeasurementValue}},
    /// ReadOnlySpan{KeyValuePair{string, MetadataValue}})"/> emits; null for the name of the poll.</summary>
    public string? EventName { get; set; }

    /// <summary>The time between two runs, from 10 milliseconds to a day. The default is 5 seconds.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time before the first run, up to a day; null, the default, for none.</summary>
    public TimeSpan? InitialDelay { get; set; }

    /// <summary>Whether the poll runs when metrics are collected (<see cref="Poller.RunOnCollect(TimeSpan?)"/>), and not at
    /// intervals.</summary>
    public bool OnCollect { get; set; }

    /// <summary>The failure policy. The default is <see cref="PollFailurePolicy.Keep"/>.</summary>
    public PollFailurePolicy FailurePolicy { get; set; }

    /// <summary>The time after which a run is cancelled, from 1 millisecond to a day, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit; null for 30 seconds. A run that does not end within 5
    /// seconds after that is abandoned.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Checks the options, as adding a poll does.</summary>
    /// <param name="pollName">The name of the poll.</param>
    /// <exception cref="ArgumentNullException"><paramref name="pollName"/> is null.</exception>
    /// <exception cref="PollException">An option is not valid.</exception>
    public void Validate(string pollName)
    {
        ArgumentNullException.ThrowIfNull(pollName);
        _ = new PollSettings(pollName, this);
    }
}
