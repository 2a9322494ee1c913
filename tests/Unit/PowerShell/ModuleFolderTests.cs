using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>What lies in the module's folder, and that Windows PowerShell 5.1 and PowerShell 7.4 can load all of it.</summary>
public sealed class ModuleFolderTests
{
    private const string Diagnostics = "Telemetry.Diagnostics.dll";

    private static readonly string s_module = Repository.PathOf("output", "Telemetry");

    // Not those that Windows PowerShell does not load: it has no DiagnosticSource, and so no sources.
    public static TheoryData<string> Assemblies =>
        [.. Directory.GetFiles(s_module, "*.dll").Select(file => Path.GetFileName(file)!).Except([Diagnostics])];

    [Fact]
    public void Folder_of_the_module_has_all_it_needs_and_no_engine()
    {
        string[] files = [.. Directory.GetFiles(s_module).Select(file => Path.GetFileName(file)!)];

        Assert.Contains("LICENSE", files);
        Assert.Contains("Telemetry.psd1", files);
        Assert.Contains("Telemetry.format.ps1xml", files);
        Assert.Contains("Telemetry.PowerShell.dll", files);
        Assert.Contains("Telemetry.Core.dll", files);
        Assert.Contains("Telemetry.Metrics.dll", files);
        Assert.Contains("Telemetry.Reporters.dll", files);
        Assert.Contains("Telemetry.Logging.dll", files);
        Assert.Contains("Telemetry.Polling.dll", files);
        Assert.Contains("Telemetry.Alerts.dll", files);
        Assert.Contains(Diagnostics, files);
        Assert.Contains("System.Memory.dll", files);
        Assert.Contains("System.Threading.Channels.dll", files);
        Assert.Contains("System.Threading.Tasks.Extensions.dll", files);
        Assert.DoesNotContain("System.Management.Automation.dll", files);
        Assert.DoesNotContain("System.Diagnostics.DiagnosticSource.dll", files);
    }

    [Fact]
    public void Folder_of_the_module_has_its_help_in_a_folder_for_the_language() => Assert.Equal(
        ["Telemetry.PowerShell.dll-Help.xml", "about_Telemetry.help.txt", "about_Telemetry_Handlers.help.txt"],
        Directory.GetFiles(Path.Combine(s_module, "en-US")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    // Windows PowerShell follows no binding redirects: there, another version of the assembly asked for is not the
    // assembly asked for. What netstandard promises, .NET has; the engine is that of the session.
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Each_assembly_finds_what_it_asks_for_in_the_folder_in_that_very_version(string assembly)
    {
        foreach (AssemblyName reference in References(assembly))
        {
            if (reference.Name is "netstandard" or "System.Runtime")
            {
                Assert.True(reference.Version! <= new Version(4, 0, 0, 0), $"{assembly} asks for {reference}.");
            }
            else if (reference.Name is "System.Management.Automation")
            {
                Assert.Equal(new Version(3, 0, 0, 0), reference.Version);
            }
            else
            {
                string file = Path.Combine(s_module, reference.Name + ".dll");
                Assert.True(File.Exists(file), $"{assembly} asks for {reference.Name}, which is not in the folder.");
                Assert.Equal(AssemblyName.GetAssemblyName(file).Version, reference.Version);
            }
        }
    }

    [Theory]
    [InlineData("Telemetry.Core.dll")]
    [InlineData("Telemetry.Metrics.dll")]
    [InlineData("Telemetry.Reporters.dll")]
    [InlineData("Telemetry.Logging.dll")]
    [InlineData("Telemetry.Polling.dll")]
    [InlineData("Telemetry.Alerts.dll")]
    [InlineData(Diagnostics, "System.Diagnostics.DiagnosticSource")]
    [InlineData("Telemetry.PowerShell.dll")]
    public void Module_is_compiled_against_netstandard_and_the_standard_engine_alone(string assembly, params string[] platform)
    {
        string[] known =
        [
            "netstandard", "System.Management.Automation", "Telemetry.Core", "Telemetry.Metrics", "Telemetry.Reporters",
            "Telemetry.Logging", "Telemetry.Polling", "Telemetry.Alerts", "Telemetry.Diagnostics",
        ];
        string[] beside = ["System.Memory", "System.Threading.Channels", "System.Threading.Tasks.Extensions"];

        IEnumerable<string> references = References(assembly).Select(reference => reference.Name!);

        Assert.Contains("netstandard", references);
        Assert.Empty(references.Except([.. known, .. beside, .. platform]));
    }

    // PowerShell 7.4 runs on .NET 8, which takes its own assembly where the one asked for is no newer, and fails where it is.
    [Fact]
    public void Module_asks_for_no_assembly_that_is_newer_than_the_one_of_dotnet_8()
    {
        foreach (string file in Directory.GetFiles(s_module, "System.*.dll"))
        {
            Version version = AssemblyName.GetAssemblyName(file).Version!;

            Assert.True(version.Major <= 8, $"{Path.GetFileName(file)} is {version}.");
        }
    }

    private static AssemblyName[] References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(s_module, assembly)));
        MetadataReader metadata = file.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName()),
        ];
    }
}
