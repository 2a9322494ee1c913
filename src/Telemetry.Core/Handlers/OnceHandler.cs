namespace Telemetry;

/// <summary>Calls a handler once, and detaches it before. Safe to use from any thread.</summary>
internal sealed class OnceHandler(HandlerRegistration registration, TelemetryHandler next)
{
    private const int NoThread = 0;

    // The managed id of the thread that makes the call, also when the call is over.
    private int _thread;

    /// <summary>Whether this thread makes the call, or made it.</summary>
    internal bool IsCalledHere => Volatile.Read(ref _thread) == Environment.CurrentManagedThreadId;

    internal void Handle(in EventData data, object? config)
    {
        if (Interlocked.CompareExchange(ref _thread, Environment.CurrentManagedThreadId, NoThread) != NoThread)
        {
            return;
        }

        registration.Owner.BeginOnce(registration);
        try
        {
            next(in data, config);
        }
        catch (Exception e) when (registration.Owner.IsHandlerFailure(e))
        {
            // The report of the failure notifies of the detaching, after the failure can be read.
            throw;
        }
        catch
        {
            registration.Owner.EndOnce(registration);
            throw;
        }

        // A refused emit is a failure too, though the handler has caught its exception.
        if (ThreadState.Depth >= 0)
        {
            registration.Owner.EndOnce(registration);
        }
    }
}
