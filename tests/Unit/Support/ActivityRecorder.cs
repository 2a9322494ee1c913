using System.Collections.Concurrent;
using System.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>Listens to the activities of the source <c>Telemetry</c> whose names begin with a prefix, so that tests at the same time
/// do not meet.</summary>
internal sealed class ActivityRecorder : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _started = new();
    private readonly ConcurrentQueue<Activity> _stopped = new();

    internal ActivityRecorder(string prefix, ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Telemetry",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name.StartsWith(prefix, StringComparison.Ordinal) ? sampling : ActivitySamplingResult.None,
            ActivityStarted = activity => Keep(_started, activity, prefix),
            ActivityStopped = activity => Keep(_stopped, activity, prefix),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal Activity[] Started => [.. _started];

    internal Activity[] Stopped => [.. _stopped];

    internal static string TagsOf(Activity activity) =>
        string.Join(' ', activity.TagObjects.Select(tag => FormattableString.Invariant($"{tag.Key}={tag.Value}")));

    public void Dispose() => _listener.Dispose();

    private static void Keep(ConcurrentQueue<Activity> list, Activity activity, string prefix)
    {
        if (activity.OperationName.StartsWith(prefix, StringComparison.Ordinal))
        {
            list.Enqueue(activity);
        }
    }
}
