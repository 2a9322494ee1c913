namespace Telemetry.PowerShell;

/// <summary>The script handlers among those that were detached for failing: they are forgotten with what they belong to, or
/// the record would keep a closed session alive.</summary>
internal static class DetachedHandlers
{
    internal static void Forget(Predicate<ScriptHandler> isGone)
    {
        foreach (HandlerRegistration handler in TelemetryDispatcher.Default.ListDetached()
            .Select(failure => failure.Handler)
            .Where(handler => handler.Handler.Target is ScriptHandler script && isGone(script)))
        {
            TelemetryDispatcher.Default.ForgetDetached(handler);
        }
    }
}
