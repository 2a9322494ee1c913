using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Determines whether the module is imported into a session by its manifest or by the path of its assembly, which makes
/// a module of another name, without views.</summary>
internal static class AssemblyImport
{
    private const string OuterModule = "PreviousModuleProcessed";

    /// <summary>Determines whether the session of this thread imports the assembly and not the manifest. An engine that does not
    /// say so imports whatever it is given.</summary>
    internal static bool IsDirect() =>
        EngineContext.Has(OuterModule)
        && EngineContext.Get("ModuleBeingProcessed") is { } module && Ends(module, "Telemetry.PowerShell.dll")
        && !(EngineContext.Get(OuterModule) is { } outer && Ends(outer, "Telemetry.psd1"));

    // A path or a module, depending on the version of the engine.
    private static bool Ends(object module, string file) =>
        ((module as PSModuleInfo)?.Path ?? module.ToString() ?? string.Empty).EndsWith(file, StringComparison.OrdinalIgnoreCase);
}
