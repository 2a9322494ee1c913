namespace Telemetry.Diagnostics;

/// <summary>Listens to one source of the platform, and passes what it reports to a <see cref="SourceFeed"/>.</summary>
/// <remarks>The calls of <see cref="Start"/> and <see cref="Stop"/> alternate and do not overlap; a stopped listener can be
/// started again. Both are called under a lock, on a thread that attaches or detaches a handler, which may be inside a handler,
/// and so inside a callback of this listener. They must not throw.</remarks>
internal interface ISourceListener
{
    /// <summary>Attaches to the platform. Called when the first handler for events of the source is attached.</summary>
    void Start();

    /// <summary>Detaches from the platform. Callbacks that are running on other threads may still end after the call.</summary>
    void Stop();
}
