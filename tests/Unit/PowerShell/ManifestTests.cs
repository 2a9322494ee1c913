using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The modules as <c>dotnet build</c> puts them together.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class ManifestTests
{
    private static readonly string s_module = ShippedModule.Telemetry.Folder;

    [Theory]
    [InlineData("Telemetry", 52)]
    [InlineData("Telemetry.OpenTelemetry", 1)]
    public void Manifest_exports_every_cmdlet_of_the_assembly_and_nothing_else(string name, int count)
    {
        using var session = new ModuleSession();
        var module = ShippedModule.Of(name);

        ScriptResult result = session.Run(
            """
            param($folder, $name)
            (Import-Module $folder -PassThru).ExportedCommands.Keys -join ' '
            (Get-Command -Module $name).Name -join ' '
            """,
            module.Folder,
            name);

        // The one beside the program, if there is one there: a process has one assembly of that name.
        string beside = Path.Combine(AppContext.BaseDirectory, name, $"{module.Project}.dll");
        string[] cmdlets =
        [
            .. Assembly.LoadFrom(File.Exists(beside) ? beside : Path.Combine(module.Folder, $"{module.Project}.dll"))
                .GetExportedTypes()
                .Select(type => (CmdletAttribute?)Attribute.GetCustomAttribute(type, typeof(CmdletAttribute)))
                .Where(attribute => attribute is not null)
                .Select(attribute => $"{attribute!.VerbName}-{attribute.NounName}")
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(count, cmdlets.Length);
        foreach (object? list in result.Clean().Output)
        {
            // Of the module beside the program and of the one of the build, if there are both.
            Assert.Equal(cmdlets, ((string)list!).Split(' ').Distinct().Order(StringComparer.Ordinal));
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
    public void Module_for_OpenTelemetry_requires_the_other_module_in_its_own_version()
    {
        string version = (string)ManifestOf(ShippedModule.Telemetry)["ModuleVersion"]!;
        Hashtable manifest = ManifestOf(ShippedModule.OpenTelemetry);
        var required = (Hashtable)Assert.Single(((IEnumerable)manifest["RequiredModules"]!).Cast<object>());

        Assert.Equal(version, manifest["ModuleVersion"]);
        Assert.Equal(("Telemetry", version), (required["ModuleName"], required["RequiredVersion"]));
        Assert.All(
            [ShippedModule.OpenTelemetry.Folder, Path.Combine(ShippedModule.OpenTelemetry.Folder, "engine")],
            folder => Assert.All(Directory.GetFiles(folder, "Telemetry.*.dll"), file => Assert.Equal(
                version, AssemblyName.GetAssemblyName(file).Version!.ToString(3))));
    }

    // The first PowerShell with .NET 10. Its edition keeps Windows PowerShell from importing the module.
    [Fact]
    public void Module_for_OpenTelemetry_requires_PowerShell_7_6()
    {
        Hashtable manifest = ManifestOf(ShippedModule.OpenTelemetry);

        Assert.Equal("7.6", manifest["PowerShellVersion"]);
        Assert.Equal(["Core"], ((IEnumerable)manifest["CompatiblePSEditions"]!).Cast<string>());
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

    // By its syntax: the engine resolves what a manifest requires.
    private static Hashtable ManifestOf(ShippedModule module) => (Hashtable)Parser
        .ParseFile(Path.Combine(module.Folder, $"{module.Name}.psd1"), out _, out _)
        .Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false)
        .SafeGetValue();
}
