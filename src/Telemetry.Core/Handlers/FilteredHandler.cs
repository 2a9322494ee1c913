namespace Telemetry;

/// <summary>A handler that is called only for what its filter lets through.</summary>
internal sealed class FilteredHandler(HandlerRegistration registration, HandlerFilter filter, TelemetryHandler next)
{
    internal void Handle(in EventData data, object? config)
    {
        if (filter(in data, config))
        {
            next(in data, config);
        }
    }

    /// <summary>The same where the failures in a row count: those of the filter are over when it says no. Failures of the handler
    /// are not, as it was not called.</summary>
    internal void HandleAndCount(in EventData data, object? config)
    {
        bool passes;
        try
        {
            passes = filter(in data, config);
        }
        catch (Exception e) when (NoteFailure(e))
        {
            throw;
        }

        if (passes)
        {
            next(in data, config);
        }
        else
        {
            registration.OnFilteredOut();
        }
    }

    // Never true: it looks at the exception on its way, and leaves its stack as it is.
    private bool NoteFailure(Exception exception)
    {
        if (registration.Dispatcher.IsHandlerFailure(exception))
        {
            registration.OnFilterFailure();
        }

        return false;
    }
}
