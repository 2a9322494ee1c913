using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Registers the handlers of cmdlets that receive events while they run.</summary>
internal static class TemporaryHandler
{
    private static int s_lastNumber;

    /// <summary>Registers a handler. It is unregistered when its session closes, if it is still registered then.</summary>
    /// <param name="prefix">The beginning of its id.</param>
    /// <param name="patterns">The patterns of the events that it receives.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="options">The options of the handler; null for the defaults.</param>
    internal static HandlerRegistration Register(
        string prefix,
        IReadOnlyList<EventPattern> patterns,
        TelemetryHandler handler,
        PSCmdlet cmdlet,
        HandlerOptions? options = null)
    {
        HandlerRegistration? registration;
        while (!TelemetryDispatcher.Default.TryAttachMany(NextId(prefix), patterns, handler, null, options, out registration))
        {
            // Another handler has this id.
        }

        var session = HandlerSession.OfThisThread(cmdlet.Host, cmdlet.SessionState);
        session.Members.Add(new HandlerMember(registration));
        session.EndIfClosed();
        return registration;
    }

    private static string NextId(string prefix) =>
        FormattableString.Invariant($"{prefix}-{Interlocked.Increment(ref s_lastNumber)}");
}
