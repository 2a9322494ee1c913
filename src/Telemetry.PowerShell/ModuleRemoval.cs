using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>Determines whether a session loses the module by a removal. The session keeps the module if the removal is a part of
/// importing it again, if the module is still loaded as another copy or as a part of another module, or if the engine refuses the
/// removal, as another module requires this one.</summary>
internal static class ModuleRemoval
{
    /// <summary>Determines whether the session of this thread keeps the module. Called during the removal.</summary>
    internal static bool KeepsModule()
    {
        object? cmdlet = EngineContext.RunningCmdlet();
        return cmdlet?.GetType().Name switch
        {
            "ImportModuleCommand" => true,
            "RemoveModuleCommand" =>
                Remaining(cmdlet).Any(module => HasTelemetry(module, depth: 0) || IsRefused(cmdlet, module)),
            _ => false,
        };
    }

    /// <summary>Makes a later removal of the outer module end the session, if the engine refuses this one. The engine removes the nested
    /// module, for which <see cref="KeepsModule"/> is called, before it finds out what requires the outer one, and does not report its
    /// removal again.</summary>
    /// <param name="session">The session of this thread.</param>
    internal static void WatchOuter(Runspace session)
    {
        object? cmdlet = EngineContext.RunningCmdlet();
        if (cmdlet?.GetType().Name == "RemoveModuleCommand" && Remaining(cmdlet).Any(module => IsRefused(cmdlet, module)))
        {
            foreach (PSModuleInfo module in Loaded().Where(module => module.Name == "Telemetry"))
            {
                var end = ModuleHandlers.Of(module)!;
                end.Add(new LaterEnd(session));
                end.Watch();
            }
        }
    }

    private static bool IsRefused(object cmdlet, PSModuleInfo remaining) =>
        PropertyOf("Force")(cmdlet) is not SwitchParameter { IsPresent: true }
        && remaining.RequiredModules.Any(required => required.Name == "Telemetry");

    private static IEnumerable<PSModuleInfo> Loaded() => ScriptBlock.Create("Microsoft.PowerShell.Core\\Get-Module").Invoke()
        .Select(item => item.BaseObject).OfType<PSModuleInfo>();

    private static IEnumerable<PSModuleInfo> Remaining(object cmdlet)
    {
        WildcardPattern[] names =
        [
            .. Values(cmdlet, "Name").Concat(Values(cmdlet, "FullyQualifiedName").Select(PropertyOf("Name")))
                .Select(name => WildcardPattern.Get($"{name}", WildcardOptions.IgnoreCase)),
        ];
        object[] modules = [.. Values(cmdlet, "ModuleInfo")];
        return Loaded()
            .Where(module => !modules.Contains(module) && !Array.Exists(names, name => name.IsMatch(module.Name)));
    }

    private static IEnumerable<object> Values(object cmdlet, string property) =>
        (PropertyOf(property)(cmdlet) as IEnumerable ?? Array.Empty<object>()).Cast<object>();

    private static Func<object, object?> PropertyOf(string name) => target => target.GetType().GetProperty(name)?.GetValue(target);

    // Limited in depth, because modules can contain each other.
    private static bool HasTelemetry(PSModuleInfo module, int depth) =>
        module.Name == "Telemetry" || (depth < 8 && module.NestedModules.Any(nested => HasTelemetry(nested, depth + 1)));
}
