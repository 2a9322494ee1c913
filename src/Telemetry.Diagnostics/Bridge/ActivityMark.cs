namespace Telemetry.Diagnostics;

/// <summary>The mark that a listener leaves on an activity whose start it saw.</summary>
/// <param name="events">The events of the activity; null if it becomes none, as it is the work of a handler.</param>
/// <param name="open">The count of the period in which the activity started.</param>
internal sealed class ActivityMark(ActivityEvents? events, OpenActivities open)
{
    private int _isEnded;

    internal ActivityEvents? Events => events;

    internal OpenActivities Open => open;

    /// <summary>The outcome of a request of HttpClient, on .NET 8; null elsewhere.</summary>
    internal HttpOutcome? Http { get; set; }

    /// <summary>Ends the activity, once: a library may stop it twice, and on two threads at the same time.</summary>
    internal bool TryEnd() => Interlocked.Exchange(ref _isEnded, 1) == 0;
}
