using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>
/// The handlers, and the metrics, whose blocks belong to a module. They are detached when it is removed from the session.
/// </summary>
/// <remarks>The engine reports a removal only to the module's own OnRemove, of which there is one, and which modules set
/// for themselves, possibly after they registered handlers. So ours goes around the module's, and a property of the module object
/// takes the place of the engine's, so that what a script sets later goes inside ours.</remarks>
internal sealed class ModuleHandlers
{
    private static readonly ConditionalWeakTable<PSModuleInfo, ModuleHandlers> s_modules = new();

    private readonly PSModuleInfo _module;
    private readonly SessionMembers _members = new();
    private ScriptBlock? _ours;
    private PSVariableIntrinsics? _closure;

    private ModuleHandlers(PSModuleInfo module) => _module = module;

    /// <summary>Gets the handlers of a module; null if a block belongs to no module.</summary>
    internal static ModuleHandlers? Of(PSModuleInfo? module) =>
        module is null ? null : s_modules.GetValue(module, known => new ModuleHandlers(known));

    internal void Add(ISessionMember member) => _members.Add(member);

    /// <summary>Makes sure that the removal will be noticed. Called in the module's session.</summary>
    internal void Watch()
    {
        if (_ours is null || !ReferenceEquals(_module.OnRemove, _ours))
        {
            bool isFirst = _ours is null;
            _ours = Around(_module.OnRemove);
            _module.OnRemove = _ours;
            if (isFirst)
            {
                ModuleOnRemove.Add(_module);
            }
        }
    }

    /// <summary>The module's own OnRemove.</summary>
    internal object? OwnOnRemove
    {
        get => _closure?.GetValue("modules");
        set => _closure?.Set("modules", value);
    }

    internal void DetachAll()
    {
        SessionEnd.Run(_members.TakeAll(), isLast: false);
        DetachedHandlers.Forget(handler => handler is ScriptHandler script && script.BelongsTo(this));
    }

    // A closure, made by hand, because a constrained session may not call the method that makes one.
    private ScriptBlock Around(ScriptBlock? modules)
    {
        var closure = new PSModuleInfo(linkToGlobal: true);
        _closure = closure.SessionState.PSVariable;
        OwnOnRemove = modules;
        _closure.Set("detach", RemoveModuleHandlersCommand.Info);
        _closure.Set("handlers", this);
        return closure.NewBoundScriptBlock(ScriptBlock.Create(
            "param($Module) try { if ($modules) { & $modules $Module } } finally { & $detach $handlers }"));
    }
}
