using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>The commands of the built modules, as a session has them.</summary>
internal static class ModuleCommands
{
    private static readonly Lazy<CmdletInfo[]> s_all = new(() =>
    {
        using var session = new ModuleSession();
        return
        [
            .. ShippedModule.All
                .SelectMany(module => session.Run(
                    "param($folder, $name) Import-Module $folder; Get-Command -Module $name", module.Folder, module.Name).Clean().Output)
                .Cast<CmdletInfo>()
                .DistinctBy(command => command.Name)
                .OrderBy(command => command.Name, StringComparer.Ordinal),
        ];
    });

    public static TheoryData<string> Names => [.. s_all.Value.Select(command => command.Name)];

    /// <summary>The names of the commands of a module.</summary>
    public static IEnumerable<string> NamesOf(ShippedModule module) =>
        s_all.Value.Where(command => command.ModuleName == module.Name).Select(command => command.Name);

    public static ShippedModule ModuleOf(string name) => ShippedModule.Of(Of(name).ModuleName);

    public static CmdletInfo Of(string name) => s_all.Value.Single(command => command.Name == name);

    /// <summary>The parameters of its own, without those that all commands have.</summary>
    public static ParameterMetadata[] ParametersOf(string name) =>
    [
        .. Of(name).Parameters.Values
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal),
    ];
}
