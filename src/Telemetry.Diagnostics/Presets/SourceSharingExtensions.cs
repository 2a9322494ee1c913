namespace Telemetry.Diagnostics;

/// <summary>An extension method that enables a source for several users.</summary>
public static class SourceSharingExtensions
{
    /// <summary>Enables a source or, if it is enabled with the same options, shares it: it is disabled when the last share is disposed.
    /// A source that was enabled by <see cref="SourceBridge.Enable"/> remains as it is.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <param name="name">The name of the source, without regard to case.</param>
    /// <param name="kind">The kind of the source; null for the first kind by which it is known, or by which it exists.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The share. Disposing it ends it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="bridge"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="SourceException">There is no such source and it is not awaited, the source is enabled with other options, or an
    /// option is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The bridge is disposed.</exception>
    public static SharedSource EnableShared(
        this SourceBridge bridge, string name, SourceKind? kind = null, SourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        ArgumentNullException.ThrowIfNull(name);
        SharedSources sources = SharedSources.Of(bridge);
        return new SharedSource(sources.Enable(name, kind, options ?? new SourceOptions()), sources);
    }
}
