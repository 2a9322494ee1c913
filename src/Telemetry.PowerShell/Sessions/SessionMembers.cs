namespace Telemetry.Commands;

/// <summary>The handlers and metrics that leave together, when their session closes or their module is removed
/// (<see cref="SessionEnd"/>). Safe to use from any thread.</summary>
internal sealed class SessionMembers
{
    private const int FirstPruning = 16;

    private readonly object _gate = new();
    private List<ISessionMember> _members = [];
    private int _pruneAt = FirstPruning;

    internal bool HasAttached
    {
        get
        {
            lock (_gate)
            {
                return _members.Exists(member => member.IsAttached);
            }
        }
    }

    internal void Add(ISessionMember member)
    {
        List<ISessionMember> detached = [];
        lock (_gate)
        {
            // Members that were detached otherwise are removed, or a session that registers all day would keep them.
            if (_members.Count >= _pruneAt)
            {
                detached = _members.FindAll(other => !other.IsAttached);
                _members = _members.FindAll(other => other.IsAttached);
                _pruneAt = Math.Max(FirstPruning, _members.Count * 2);
            }

            _members.Add(member);
        }

        detached.ForEach(other => other.Release());
    }

    /// <summary>Removes all members from the list. The caller ends them.</summary>
    internal IReadOnlyList<ISessionMember> TakeAll()
    {
        lock (_gate)
        {
            List<ISessionMember> members = _members;
            _members = [];
            return members;
        }
    }
}
