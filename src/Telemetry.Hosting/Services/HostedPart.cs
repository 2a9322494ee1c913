using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>Opens something with scripts before the other services of the host start, so that their first events are handled, and closes
/// it after they stopped. A script that hangs delays neither the abort of a start nor a stop.</summary>
internal abstract class HostedPart(ILogger logger) : IHostedLifecycleService, IAsyncDisposable
{
    // For a host that is disposed without a stop, as after a start that failed.
    private static readonly TimeSpan s_disposeTime = TimeSpan.FromSeconds(5);

    private Task? _opening;
    private Task? _closing;

    /// <summary>The name, for the log.</summary>
    protected abstract string Name { get; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // The host shuts down by itself at these signals, and closes this part at the end.
        ProcessEnd.Ignore(ProcessSignals.Interrupt | ProcessSignals.Terminate);

        // On another thread, which is left alone if a script hangs.
        _opening = Task.Run(Open, CancellationToken.None);
        try
        {
            await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The host does not stop what did not start.
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => CloseAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_closing is null)
        {
            using var patience = new CancellationTokenSource(s_disposeTime);
            await CloseAsync(patience.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Opens it. Called once, on the thread pool.</summary>
    protected abstract void Open();

    /// <summary>Closes it, and stops the scripts that are running. Called once, also while it is opened, and returns at once.</summary>
    protected abstract Task CloseAsync();

    private async Task CloseAsync(CancellationToken cancellation)
    {
        if (_opening is null)
        {
            return;
        }

        _closing ??= CloseAsync();
        try
        {
            await _closing.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            HostingLog.NotClosed(logger, Name);
        }
    }
}
