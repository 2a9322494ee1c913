namespace Telemetry.Extensions;

/// <summary>Stops the parts of the library when the container is disposed without a stop of the host, as after another service failed
/// to start.</summary>
/// <remarks>A container disposes its services in the reverse order of their creation. So this one is created after the parts were
/// started: the services that handlers and reporters use are not disposed yet when the last events are handled and reported.</remarks>
internal sealed class StopAtDisposal : IAsyncDisposable, IDisposable
{
    /// <summary>The function that stops the parts; null before they are started.</summary>
    internal Func<Task>? Stop { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (Stop is { } stop)
        {
            await stop().ConfigureAwait(false);
        }
    }

    // On another thread: this one may have a context to which the parts would wait to return.
    public void Dispose()
    {
        if (Stop is { } stop)
        {
            Task.Run(stop).GetAwaiter().GetResult();
        }
    }
}
