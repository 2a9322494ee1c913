using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>Opens something with scripts before the other services of the host start, so that their first events are handled, and closes
/// it after they stopped. A script that hangs delays neither the abort of a start nor a stop.</summary>
internal abstract class HostedPart(ILogger logger) : IHostedLifecycleService, IAsyncDisposable, IDisposable
{
    // A third of the default time of a host. The time is for all services, and reporters stop after this part: one script that hangs
    // would use up all of it, and no last values would be reported.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(10);

    // For a host whose time is over already, as a service before this one used it up: without it, what is queued would be lost.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    // For a host that is disposed without a stop, as after a start that failed.
    private static readonly TimeSpan s_disposeTime = TimeSpan.FromSeconds(5);

    private Task? _opening;
    private Task? _closing;
    private bool _hasStages;

    /// <summary>The name, for the log.</summary>
    protected abstract string Name { get; }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _hasStages = true;
        return OpenAsync(cancellationToken);
    }

    // A host that does not have the other stages, such as that of WebHostBuilder, calls only this method and StopAsync.
    public Task StartAsync(CancellationToken cancellationToken) => _hasStages ? Task.CompletedTask : OpenAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => _hasStages ? Task.CompletedTask : StoppedAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => CloseAsync(s_stopTime, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_closing is null)
        {
            await CloseAsync(s_disposeTime, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // On another thread: this one may have a context to which the part would wait to return.
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    /// <summary>Opens it. Called once, on the thread pool.</summary>
    protected abstract void Open();

    /// <summary>Closes it, and stops the scripts that are running. Called once, also while it is opened, and returns at once.</summary>
    protected abstract Task CloseAsync();

    private async Task OpenAsync(CancellationToken cancellation)
    {
        // The host shuts down by itself at these signals, and closes this part at the end.
        ProcessEnd.Ignore(ProcessSignals.Interrupt | ProcessSignals.Terminate);

        // On another thread, which is left alone if a script hangs.
        _opening = Task.Run(Open, CancellationToken.None);
        try
        {
            await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            // The host does not stop what did not start. An error would take the place of the reason for which the start failed.
            await DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task CloseAsync(TimeSpan time, CancellationToken host)
    {
        if (_opening is null)
        {
            return;
        }

        _closing ??= CloseAsync();
        using var patience = new CancellationTokenSource(time);
        using CancellationTokenRegistration registration = host.UnsafeRegister(
            static patience => ((CancellationTokenSource)patience!).CancelAfter(s_grace), patience);
        try
        {
            await _closing.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            HostingLog.NotClosed(logger, Name);
        }
    }
}
