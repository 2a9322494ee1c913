namespace Telemetry.Commands;

/// <summary>Removes handlers from the list of those that were detached because they failed, when their session or module no
/// longer exists. Otherwise the list would keep a closed session alive.</summary>
internal static class DetachedHandlers
{
    internal static void Forget(Predicate<ISessionHandler> isGone)
    {
        foreach (HandlerRegistration handler in TelemetryDispatcher.Default.ListDetached()
            .Where(handler => handler.Handler.Target is ISessionHandler target && isGone(target)))
        {
            TelemetryDispatcher.Default.ForgetDetached(handler);
        }
    }
}
