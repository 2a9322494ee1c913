namespace Telemetry.Extensions;

/// <summary>A part of the library that starts and stops with the host. Registered as a singleton service, any number of them.</summary>
internal interface IHostedPart
{
    /// <summary>The position among the other parts. Parts of one stage start in the order of their registration.</summary>
    HostedStage Stage { get; }

    /// <summary>Starts the part, before any other service of the host is started.</summary>
    /// <param name="cancellation">Cancelled if the start of the host is aborted.</param>
    ValueTask StartAsync(CancellationToken cancellation);

    /// <summary>Stops the part, after all other services of the host were stopped. Called only if the part was started, once.</summary>
    /// <param name="cancellation">Cancelled when the host no longer waits for a graceful stop.</param>
    ValueTask StopAsync(CancellationToken cancellation);
}
