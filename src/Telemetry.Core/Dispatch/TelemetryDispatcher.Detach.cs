namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    /// <summary>Detaches a handler from all its events. One with a buffer is waited for, as
    /// <see cref="HandlerRegistration.Dispose"/> does.</summary>
    /// <param name="id">The id it was attached under, without regard to case.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="id"/> is null.</exception>
    public bool Detach(string id)
    {
        // Again, if another one has taken its place meanwhile.
        while (TryGetHandler(id, out HandlerRegistration? registration))
        {
            if (Detach(registration))
            {
                registration.Dispose();
                return true;
            }
        }

        return false;
    }

    /// <summary>Detaches this very handler: one attached since under the same id stays.</summary>
    internal bool Detach(HandlerRegistration registration)
    {
        lock (_gate)
        {
            if (!registration.IsAttached)
            {
                return false;
            }

            Unpublish(registration);
        }

        ReportToWatches();
        registration.OnUnpublished();
        return true;
    }
}
