namespace Telemetry.Metrics;

/// <content>Sets of polls.</content>
public sealed partial class MetricRegistry
{
    private readonly PollSets _sets = new();

    /// <summary>Begins a set: the series that an owner, such as a poll, has now. What is recorded until
    /// <see cref="EndSet"/> in this flow of control, also in tasks and threads that it starts, belongs to the set, as far as the
    /// metrics are defined with <see cref="MetricDefinition.PerPoll"/>.</summary>
    /// <remarks>
    /// <para>A series stays as long as it belongs to the last complete set of one owner. Several owners can feed one metric, and even
    /// one series: each removes only what it set itself.</para>
    /// <para>What is recorded outside of sets belongs to no owner. The end of a set does not remove it; a lifetime or
    /// <see cref="Metric.RemoveUnset"/> does. What <see cref="RestoreState"/> added belongs to the first owner whose set ends.</para>
    /// <para>The registry does not keep owners alive. The series of an owner that was collected stay until a set of another owner of
    /// the metric ends. Before an owner is given up, an empty set of it removes them at once.</para>
    /// </remarks>
    /// <param name="owner">The owner. A set of it that has not ended counts as incomplete.</param>
    /// <exception cref="ArgumentNullException"><paramref name="owner"/> is null.</exception>
    public void BeginSet(object owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        _sets.Begin(owner);
    }

    /// <summary>Ends the set of an owner. If it is complete, the series that earlier sets of this owner recorded and this one did not
    /// are removed, from all metrics that the owner ever fed: an empty set removes all of them. Does nothing if no set of the owner
    /// began.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="isComplete">Whether the set is complete. If it is not, as after a failure, no series is removed.</param>
    /// <remarks>It can be called in another flow of control than <see cref="BeginSet"/>, as for a poll that was abandoned. What that
    /// one records later is removed with the next complete set.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="owner"/> is null.</exception>
    public void EndSet(object owner, bool isComplete)
    {
        ArgumentNullException.ThrowIfNull(owner);
        _sets.End(owner, isComplete);
    }
}
