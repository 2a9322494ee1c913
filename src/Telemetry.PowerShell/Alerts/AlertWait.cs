using System.Diagnostics;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>Waits for the notifications of alerts that were removed.</summary>
internal static class AlertWait
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until no notification is pending, the time is over or the wait is cancelled.</summary>
    /// <returns>Whether no notification is pending.</returns>
    internal static bool For(Alert alert, TimeSpan longest, Func<bool> isCancelled)
    {
        Stopwatch passed = Stopwatch.StartNew();
        bool hasEnded;
        do
        {
            hasEnded = alert.WaitForDelivery(s_step);
        }
        while (!hasEnded && passed.Elapsed < longest && !isCancelled());

        return hasEnded;
    }

    /// <summary>Waits on a thread of its own.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="longest">The longest time to wait.</param>
    /// <param name="onEnded">Called when the wait is over.</param>
    internal static void Later(Alert alert, TimeSpan longest, Action onEnded) => BackgroundThread.Start(
        () =>
        {
            For(alert, longest, () => false);
            onEnded();
        },
        "Telemetry alert: ending");
}
