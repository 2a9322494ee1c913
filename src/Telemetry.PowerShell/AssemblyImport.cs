using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Determines how the module is imported: by its manifest, or by the path of its assembly, which makes a module of
/// another name, without views.</summary>
internal static class AssemblyImport
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    // Internal members of the engine. With an engine that does not have them, any import is accepted.
    private static readonly PropertyInfo? s_context =
        typeof(Runspace).GetProperty("GetExecutionContext", Any) ?? typeof(Runspace).GetProperty("ExecutionContext", Any);

    private static readonly PropertyInfo? s_module = s_context?.PropertyType.GetProperty("ModuleBeingProcessed", Any);

    private static readonly PropertyInfo? s_outerModule = s_context?.PropertyType.GetProperty("PreviousModuleProcessed", Any);

    /// <summary>Determines whether the session of this thread imports the assembly and not the manifest.</summary>
    internal static bool IsDirect() =>
        s_outerModule is not null
        && Runspace.DefaultRunspace is { } session
        && s_context!.GetValue(session) is { } context
        && s_module?.GetValue(context) is { } module && Ends(module, "Telemetry.PowerShell.dll")
        && !(s_outerModule.GetValue(context) is { } outer && Ends(outer, "Telemetry.psd1"));

    // A path or a module, depending on the version of the engine.
    private static bool Ends(object module, string file) =>
        ((module as PSModuleInfo)?.Path ?? module.ToString() ?? string.Empty).EndsWith(file, StringComparison.OrdinalIgnoreCase);
}
