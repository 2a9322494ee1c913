namespace Telemetry.Commands;

/// <summary>Removes session handlers from the list of handlers that were detached for failing, when what they belong to is
/// gone. Otherwise the list would keep a closed session alive.</summary>
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
