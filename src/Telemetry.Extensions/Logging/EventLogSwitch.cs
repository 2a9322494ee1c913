namespace Telemetry.Extensions;

/// <summary>Attaches the handler of a logger while its level is enabled, so that an event that is not logged costs no call. Used by one
/// thread at a time.</summary>
/// <param name="dispatcher">The dispatcher of the events.</param>
/// <param name="logger">The logger.</param>
/// <param name="events">The events, at least one.</param>
/// <param name="options">The options of the handler.</param>
internal sealed class EventLogSwitch(
    TelemetryDispatcher dispatcher, EventLogger logger, IReadOnlyList<EventPattern> events, HandlerOptions options)
{
    private static int s_lastId;

    // Several hosts of one process may log the events of one dispatcher.
    private readonly string _id = $"telemetry-log-{Interlocked.Increment(ref s_lastId)}";
    private HandlerRegistration? _registration;

    /// <summary>Attaches or detaches the handler, unless it is as it should be.</summary>
    /// <param name="isStopped">Whether no event is logged any more.</param>
    internal void Apply(bool isStopped)
    {
        bool isOn = !isStopped && IsEnabled();
        if (isOn && _registration is null)
        {
            // An id that is taken is tried again at the next time.
            dispatcher.TryAttachMany(_id, events, EventLogger.Handler, logger, options, out _registration);
        }
        else if (!isOn)
        {
            _registration?.Dispose();
            _registration = null;
        }
    }

    private bool IsEnabled()
    {
        try
        {
            return logger.IsEnabled;
        }
        catch (Exception)
        {
            // Of a provider. The handler fails with it, and the failure is reported, also by the other providers.
            return true;
        }
    }
}
