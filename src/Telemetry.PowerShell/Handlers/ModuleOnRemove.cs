using System.ComponentModel;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The property <c>OnRemove</c> of a module that registered handlers, as scripts get and set it: the module's own block,
/// around which the removal of its handlers stays. Called by the engine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModuleOnRemove
{
    private const string Name = nameof(PSModuleInfo.OnRemove);

    /// <summary>Gets the module's own block.</summary>
    /// <param name="module">The module.</param>
    public static object? Get(PSObject module) => HandlersOf(module)?.OwnOnRemove;

    /// <summary>Sets the module's own block.</summary>
    /// <param name="module">The module.</param>
    /// <param name="value">A script block, or null.</param>
    public static void Set(PSObject module, object? value)
    {
        if (HandlersOf(module) is { } handlers)
        {
            handlers.OwnOnRemove = LanguagePrimitives.ConvertTo(value, typeof(ScriptBlock), formatProvider: null);
        }
    }

    /// <summary>Puts the property in the place of the engine's.</summary>
    internal static void Add(PSModuleInfo module) => PSObject.AsPSObject(module).Properties.Add(new PSCodeProperty(
        Name,
        typeof(ModuleOnRemove).GetMethod(nameof(Get)),
        typeof(ModuleOnRemove).GetMethod(nameof(Set))));

    private static ModuleHandlers? HandlersOf(PSObject? module) => ModuleHandlers.Of(module?.BaseObject as PSModuleInfo);
}
