using System.Management.Automation;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The module as <c>dotnet build</c> puts it together.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class ManifestTests
{
    private static readonly string s_module = Repository.PathOf("output", "Telemetry");

    [Fact]
    public void Manifest_exports_every_cmdlet_of_the_assembly_and_nothing_else()
    {
        using var session = new ModuleSession();

        ScriptResult result = session.Run(
            """
            param($path)
            $module = Test-ModuleManifest $path
            $module.ExportedCommands.Keys -join ' '
            (Get-Command -Module Telemetry).Name -join ' '
            """,
            Path.Combine(s_module, "Telemetry.psd1"));

        string[] cmdlets =
        [
            .. System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Telemetry", "Telemetry.PowerShell.dll"))
                .GetExportedTypes()
                .Select(type => (CmdletAttribute?)Attribute.GetCustomAttribute(type, typeof(CmdletAttribute)))
                .Where(attribute => attribute is not null)
                .Select(attribute => $"{attribute!.VerbName}-{attribute.NounName}")
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(37, cmdlets.Length);
        foreach (object? list in result.Clean().Output)
        {
            Assert.Equal(cmdlets, ((string)list!).Split(' ').Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Version_is_the_same_everywhere()
    {
        using var session = new ModuleSession();

        object? version = session.Run("(Get-Module Telemetry).Version.ToString()").Clean().Single;

        Version core = typeof(TelemetryDispatcher).Assembly.GetName().Version!;
        Assert.Equal(core.ToString(3), version);
    }

    [Fact]
    public void Folder_that_build_put_together_can_be_imported_beside_a_hosts()
    {
        using var session = new ModuleSession();

        ScriptResult result = session.Run(
            """
            param($module)
            Import-Module $module
            Register-TelemetryHandler h a.b { param($n, $m) $script:got = $m.value }
            Invoke-TelemetryEvent a.b 4
            $script:got
            """,
            s_module);

        Assert.Equal(4, result.Clean().Single);
    }
}
