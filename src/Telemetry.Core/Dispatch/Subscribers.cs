namespace Telemetry;

/// <summary>Tells the subscribers of an event of ours, each on its own: one that throws keeps no other from being
/// told.</summary>
internal static class Subscribers
{
    /// <param name="subscribers">The event's field; null where nobody subscribed.</param>
    /// <param name="call">Calls one of them.</param>
    /// <param name="isIgnored">Whether what it throws is logged and goes no further.</param>
    internal static void Tell<TDelegate>(TDelegate? subscribers, Action<TDelegate> call, Func<Exception, bool> isIgnored)
        where TDelegate : Delegate
    {
        foreach (Delegate subscriber in subscribers?.GetInvocationList() ?? [])
        {
            try
            {
                call((TDelegate)subscriber);
            }
            catch (Exception e) when (isIgnored(e))
            {
                TelemetryEventSource.Log.SubscriberFailed(e);
            }
        }
    }
}
