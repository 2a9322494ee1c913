using System.Runtime.CompilerServices;

namespace Telemetry.Metrics;

/// <summary>The sets of a registry, and the one in which the caller is executed. Safe to use from any thread.</summary>
internal sealed class PollSets
{
    private readonly AsyncLocal<PollSet?> _current = new();
    private readonly ConditionalWeakTable<object, SetOwner> _owners = new();

    /// <summary>The set in which the caller is executed.</summary>
    internal PollSet Current => _current.Value ?? PollSet.None;

    /// <summary>Begins a set in this flow of control.</summary>
    internal void Begin(object owner)
    {
        SetOwner state = _owners.GetValue(owner, static key => new SetOwner(key));
        PollSet? outer = _current.Value;

        // Without those that are over, or whose end was forgotten: the chain would grow with each set.
        while (outer is not null && (outer.IsEnded || outer.Owner == state))
        {
            outer = outer.Outer;
        }

        _current.Value = state.Begin(outer);
    }

    /// <summary>Ends a set, in this flow of control or another one.</summary>
    internal void End(object owner, bool isComplete)
    {
        if (!_owners.TryGetValue(owner, out SetOwner? state))
        {
            return;
        }

        PollSet? set = _current.Value;
        while (set is not null && set.Owner != state)
        {
            set = set.Outer;
        }

        if (set is not null)
        {
            _current.Value = set.Outer;
        }

        set ??= state.Last;
        if (set?.TryEnd() == true && isComplete)
        {
            state.RemoveUnset(set);
        }
    }
}
