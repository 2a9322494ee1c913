using Microsoft.Extensions.Hosting;

namespace Telemetry.Extensions;

/// <summary>Starts the parts of the library before the other services of the host, and stops them after the others, so that the events
/// of their start and stop are handled, counted and reported, in whatever order the services were registered.</summary>
internal sealed class TelemetryHostedService(IEnumerable<IHostedPart> parts) : IHostedLifecycleService, IAsyncDisposable, IDisposable
{
    private readonly Stack<IHostedPart> _started = [];
    private bool _isStarted;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // The host shuts down by itself at these signals, and stops this service at the end.
        ProcessEnd.Ignore(ProcessSignals.Interrupt | ProcessSignals.Terminate);
        _isStarted = true;
        try
        {
            foreach (IHostedPart part in parts.OrderBy(part => part.Stage))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await part.StartAsync(cancellationToken).ConfigureAwait(false);
                _started.Push(part);
            }
        }
        catch
        {
            // The host does not stop what did not start.
            await StopAllAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    // A host from before .NET 8 calls nothing else.
    public Task StartAsync(CancellationToken cancellationToken) =>
        _isStarted ? Task.CompletedTask : StartingAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => StopAllAsync(cancellationToken);

    // A host whose start failed later, or that was disposed without a stop.
    public async ValueTask DisposeAsync() => await StopAllAsync(CancellationToken.None).ConfigureAwait(false);

    public void Dispose() => Task.Run(() => StopAllAsync(CancellationToken.None)).GetAwaiter().GetResult();

    private async Task StopAllAsync(CancellationToken cancellation)
    {
        List<Exception> errors = [];
        while (_started.TryPop(out IHostedPart? part))
        {
            try
            {
                await part.StopAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The others have to be stopped as well.
                errors.Add(e);
            }
        }

        if (errors.Count > 0)
        {
            throw new AggregateException(errors);
        }
    }
}
