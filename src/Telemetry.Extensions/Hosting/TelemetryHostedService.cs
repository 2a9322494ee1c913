using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Telemetry.Extensions;

/// <summary>Starts the parts of the library before the other services of the host, and stops them after the others, so that the events
/// of their start and stop are handled, counted and reported, in whatever order the services were registered.</summary>
internal sealed class TelemetryHostedService(IServiceProvider services, IEnumerable<IHostedPart> parts, HostLog log)
    : IHostedLifecycleService
{
    private readonly Stack<IHostedPart> _started = [];
    private bool _hasStages;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _hasStages = true;
        return StartAllAsync(cancellationToken);
    }

    // A host that does not have the other stages, such as that of WebHostBuilder, calls only this method and StopAsync.
    public Task StartAsync(CancellationToken cancellationToken) => _hasStages ? Task.CompletedTask : StartAllAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _hasStages ? Task.CompletedTask : StoppedAsync(cancellationToken);

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        List<Exception> errors = await StopAllAsync(cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0)
        {
            throw new AggregateException(errors);
        }
    }

    private async Task StartAllAsync(CancellationToken cancellation)
    {
        // The host shuts down by itself at these signals, and stops this service at the end.
        ProcessEnd.Ignore(ProcessSignals.Interrupt | ProcessSignals.Terminate);
        try
        {
            foreach (IHostedPart part in parts.OrderBy(part => part.Stage))
            {
                cancellation.ThrowIfCancellationRequested();
                await part.StartAsync(cancellation).ConfigureAwait(false);
                _started.Push(part);
            }

            services.GetRequiredService<StopAtDisposal>().Stop = StopWithoutErrorsAsync;
        }
        catch
        {
            // The host does not stop what did not start.
            await StopWithoutErrorsAsync().ConfigureAwait(false);
            throw;
        }
    }

    // An error would take the place of the reason for which the start failed, and would keep the container from disposing the others.
    private async Task StopWithoutErrorsAsync()
    {
        foreach (Exception error in await StopAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            log.Write(HostEvents.PartNotStopped, $"A part of Telemetry could not be stopped: {error.Message}", error);
        }
    }

    private async Task<List<Exception>> StopAllAsync(CancellationToken cancellation)
    {
        List<Exception> errors = [];
        using var time = new StopTime(cancellation);
        while (_started.TryPop(out IHostedPart? part))
        {
            try
            {
                await part.StopAsync(time.Of(part.Stage)).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The others have to be stopped as well.
                errors.Add(e);
            }
        }

        return errors;
    }
}
