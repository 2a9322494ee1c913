using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>The cmdlets of the module, as entries with which a private session is opened.</summary>
internal static class ModuleCommands
{
    private static readonly Lazy<IReadOnlyList<SessionStateCommandEntry>> s_all = new(Find);

    /// <summary>All cmdlets that the module exports. An entry holds no state of a session, so one list serves all
    /// sessions.</summary>
    internal static IReadOnlyList<SessionStateCommandEntry> All => s_all.Value;

    private static IReadOnlyList<SessionStateCommandEntry> Find() =>
    [
        .. typeof(ModuleCommands).Assembly.GetExportedTypes()
            .Select(type => (Type: type, Cmdlet: type.GetCustomAttribute<CmdletAttribute>()))
            .Where(command => command.Cmdlet is not null)
            .Select(command => new SessionStateCmdletEntry($"{command.Cmdlet!.VerbName}-{command.Cmdlet.NounName}", command.Type, null)),
    ];
}
