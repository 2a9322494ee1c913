using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Changes of the current activity. It never is one that has stopped: activities that start would become its children.</summary>
internal static class CurrentActivity
{
    /// <summary>Returns an activity, or the innermost one around it that runs; null for none.</summary>
    internal static Activity? Running(Activity? activity)
    {
        while (activity is { IsStopped: true })
        {
            activity = activity.Parent;
        }

        return activity;
    }

    /// <summary>Makes an activity current, or the innermost one around it that runs.</summary>
    /// <returns>The activity that is current.</returns>
    internal static Activity? Set(Activity? activity)
    {
        while (Activity.Current != activity)
        {
            // The platform refuses one that has stopped, as it may have meanwhile on another thread.
            Activity.Current = activity;
            activity = Running(activity);
        }

        return activity;
    }

    /// <summary>Stops the activity of a span. If it is the current one, the one around it becomes current; else, the current one
    /// remains, as the span ends in another flow of control, or before the spans inside it.</summary>
    internal static void Stop(OpenSpan open)
    {
        Activity activity = open.Activity;
        Activity? current = Activity.Current;
        Activity? next = Running(current == activity ? open.Outer : current);

        // Most often, the platform makes that one current by itself. Each change costs a copy of the ambient values.
        bool isSet = false;
        try
        {
            bool stops = !activity.IsStopped;
            activity.Stop();
            isSet = stops && next == open.Parent;
        }
        finally
        {
            if (!isSet)
            {
                Set(next);
            }
        }
    }
}
