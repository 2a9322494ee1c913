namespace Telemetry.Commands;

/// <summary>Something that a session registered and that leaves with it: a handler, or a metric with script blocks. Safe to use from
/// any thread.</summary>
internal interface ISessionMember
{
    /// <summary>Whether it is still registered.</summary>
    bool IsAttached { get; }

    /// <summary>Whether its values are reported before it leaves, as those of a metric are.</summary>
    bool IsReported { get; }

    /// <summary>Detaches it, without waiting for anything.</summary>
    void Detach();

    /// <summary>Waits, after it was detached, for what it still has to do.</summary>
    void Finish();

    /// <summary>Releases what it holds, after it was detached by other means. Never waits.</summary>
    void Release();
}
