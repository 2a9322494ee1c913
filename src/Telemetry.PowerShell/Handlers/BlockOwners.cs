using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// The session and the module with which a registered block leaves. A block that the copy of another block registered leaves also with
/// the session and the module of that block, as it would at home.
/// </summary>
internal sealed class BlockOwners
{
    [ThreadStatic]
    private static BlockOwners? t_copy;

    private readonly HandlerSession _session;
    private readonly ModuleHandlers? _module;
    private readonly BlockOwners? _outer = t_copy;

    private BlockOwners(HandlerSession session, ModuleHandlers? module)
    {
        _session = session;
        _module = module;
    }

    /// <summary>Gets the owners of a block that is registered on this thread.</summary>
    internal static BlockOwners Of(HandlerSession session, ScriptBlock block) => new(session, ModuleHandlers.Of(block.Module));

    /// <summary>Makes this the owners of what a copy of the block registers on this thread, until disposed.</summary>
    internal Scope EnterCopy() => new(this);

    /// <summary>Ties what the block is registered for to the owners. If one of them has ended already, it leaves at once.</summary>
    internal void Join(ISessionMember member)
    {
        Add(member);
        WatchModule();
        for (BlockOwners? owners = this; owners is not null; owners = owners._outer)
        {
            owners._session.EndIfClosed();
        }
    }

    /// <summary>Makes sure that the removal of the module will be noticed. Called in its session.</summary>
    internal void WatchModule() => _module?.Watch();

    internal bool Include(HandlerSession session) => _session == session || (_outer?.Include(session) ?? false);

    internal bool Include(ModuleHandlers module) => _module == module || (_outer?.Include(module) ?? false);

    private void Add(ISessionMember member)
    {
        _session.Members.Add(member);
        _module?.Add(member);
        _outer?.Add(member);
    }

    internal readonly struct Scope : IDisposable
    {
        private readonly BlockOwners? _previous;

        internal Scope(BlockOwners owners)
        {
            _previous = t_copy;
            t_copy = owners;
        }

        public void Dispose() => t_copy = _previous;
    }
}
