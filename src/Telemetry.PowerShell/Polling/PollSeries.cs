namespace Telemetry.Commands;

/// <summary>The owner of the series that a poll set in metrics with <c>-PerPoll</c>. They leave with the poll, after their last values
/// were reported.</summary>
internal sealed class PollSeries : ISessionMember
{
    private volatile bool _isCleared;

    /// <inheritdoc/>
    public bool IsAttached => !_isCleared;

    /// <inheritdoc/>
    public bool IsReported => true;

    /// <inheritdoc/>
    // An empty set removes all that the poll set before.
    public void Detach()
    {
        _isCleared = true;
        ModuleMetrics.Registry.BeginSet(this);
        ModuleMetrics.Registry.EndSet(this, isComplete: true);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        // Series have nothing to do after they were removed.
    }

    /// <inheritdoc/>
    public void Release()
    {
        // The removal has released everything.
    }
}
