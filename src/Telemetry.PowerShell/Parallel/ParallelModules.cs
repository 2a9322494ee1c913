using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Finds the files of modules, so that workers import the same ones.</summary>
/// <param name="cmdlet">The cmdlet in whose session the modules are.</param>
internal sealed class ParallelModules(PSCmdlet cmdlet)
{
    private const string Loaded = "param($Name) Microsoft.PowerShell.Core\\Get-Module -Name $Name";
    private const string Available = "param($Name) Microsoft.PowerShell.Core\\Get-Module -ListAvailable -Name $Name";
    private const string OwnManifest = "Telemetry.psd1";

    private static readonly string[] s_extensions = [".psd1", ".psm1", ".dll"];

    /// <summary>Gets the path of the module of this assembly.</summary>
    internal string PathOfOwn()
    {
        string folder = cmdlet.MyInvocation.MyCommand.ModuleName is { Length: > 0 } && cmdlet.MyInvocation.MyCommand.Module is { } module
            ? module.ModuleBase
            : Path.GetDirectoryName(typeof(ParallelModules).Assembly.Location)!;
        return Path.Combine(folder, OwnManifest);
    }

    /// <summary>Gets the path of a module by its name or path, or ends the cmdlet with a terminating error.</summary>
    internal string PathOf(string name)
    {
        if (name.IndexOfAny(['/', '\\']) >= 0 || Array.Exists(s_extensions, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
        {
            string path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(name);
            return File.Exists(path) || Directory.Exists(path) ? path : Fail(ParallelErrors.ModuleNotFound(name));
        }

        if (Find(Loaded, name) is { } loaded)
        {
            return FileOf(loaded) ?? Fail(ParallelErrors.ModuleHasNoFile(name));
        }

        return Find(Available, name) is { } available && FileOf(available) is { } file ? file : Fail(ParallelErrors.ModuleNotFound(name));
    }

    private PSModuleInfo? Find(string script, string name) => string.IsNullOrWhiteSpace(name) ? null : cmdlet.InvokeCommand
        .InvokeScript(script, WildcardPattern.Escape(name))
        .Select(found => found?.BaseObject as PSModuleInfo)
        .FirstOrDefault(module => module is not null);

    // The path of a module with a manifest may be that of its root module.
    private static string? FileOf(PSModuleInfo module)
    {
        string manifest = Path.Combine(module.ModuleBase ?? string.Empty, $"{module.Name}.psd1");
        return module.ModuleBase is not null && File.Exists(manifest) ? manifest
            : File.Exists(module.Path) ? module.Path
            : null;
    }

    private string Fail(ErrorRecord error)
    {
        cmdlet.ThrowTerminatingError(error);
        return string.Empty;
    }
}
