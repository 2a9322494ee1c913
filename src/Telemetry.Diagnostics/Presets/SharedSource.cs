namespace Telemetry.Diagnostics;

/// <summary>A share of a source that is enabled (<see cref="SourceSharingExtensions.EnableShared"/>), until it is disposed. Safe to use
/// from any thread.</summary>
public sealed class SharedSource : IDisposable
{
    private readonly SharedSources _sources;
    private int _isDisposed;

    internal SharedSource(TelemetrySource source, SharedSources sources)
    {
        Source = source;
        _sources = sources;
    }

    /// <summary>The source.</summary>
    public TelemetrySource Source { get; }

    /// <summary>Disables the source, unless others share it or it was enabled otherwise. Calling the method again does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _sources.Release(Source);
        }
    }
}
