namespace Telemetry.Extensions;

/// <summary>Attaches the handlers of the services when the host starts and, when it stops, detaches them and waits for the events that
/// are queued for them.</summary>
internal sealed class HostedHandlers(
    IServiceProvider services, TelemetryDispatcher dispatcher, HandlerSettings settings, HostLog log) : IHostedPart
{
    private readonly List<HandlerRegistration> _attached = [];

    public HostedStage Stage => HostedStage.Handlers;

    /// <exception cref="InvalidOperationException">Two handlers have the same id.</exception>
    /// <exception cref="HandlerAlreadyExistsException">An id is taken by a handler that no host attached.</exception>
    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        ThrowIfRepeated();
        try
        {
            foreach (AddedHandler handler in settings.Handlers.Where(handler => handler.Options.IsEnabled))
            {
                _attached.Add(HandlerIds.Attach(
                    handler.Create(services), dispatcher, handler.Id, handler.Patterns, handler.Options));
            }
        }
        catch
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask StopAsync(CancellationToken cancellation)
    {
        HandlerRegistration[] attached = [.. _attached];
        _attached.Clear();
        Array.ForEach(attached, handler => handler.Detach());
        Task drained = DrainAsync(attached);
        await drained.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        bool isDrained = drained.IsCompleted;
        if (!isDrained)
        {
            log.Write(
                HostEvents.EventsNotHandled, "The time for the stop of the host was over before all queued events were handled.", null);
        }

        foreach (HandlerRegistration handler in attached)
        {
            // The next host of the process starts without the failures of this one.
            dispatcher.ForgetDetached(handler);
        }

        if (isDrained)
        {
            await drained.ConfigureAwait(false);
        }
    }

    private static async Task DrainAsync(HandlerRegistration[] attached)
    {
        // All at once, so that the host waits for the slowest one and not for their sum.
        await Task.WhenAll(attached.Select(handler => handler.DisposeAsync().AsTask())).ConfigureAwait(false);

        // Those of handlers that others attached, too: their events are in the last values of reporters then.
        await Task.Run(ProcessEnd.HandleQueued).ConfigureAwait(false);
    }

    private void ThrowIfRepeated()
    {
        IGrouping<string, AddedHandler>? repeated = settings.Handlers
            .GroupBy(handler => handler.Id, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Skip(1).Any());
        if (repeated is not null)
        {
            throw new InvalidOperationException(
                $"The handler '{repeated.Key}' is added twice. Add it once, or give each an id of its own by HandlerServiceOptions.Id.");
        }
    }
}
