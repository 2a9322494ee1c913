using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Otlp;

/// <summary>The content of the module's folder, and of the folder in it for the load context of the SDK.</summary>
public sealed class EngineFolderTests
{
    private static readonly string s_module = ShippedModule.OpenTelemetry.Folder;
    private static readonly string s_engine = Path.Combine(s_module, "engine");

    public static TheoryData<string> Assemblies => [.. Names(s_engine, "*.dll")];

    [Fact]
    public void Folder_of_the_module_has_one_assembly_and_the_help() => Assert.Equal(
        [
            "LICENSE", "NOTICE.txt", "Telemetry.OpenTelemetry.dll", "Telemetry.OpenTelemetry.pdb", "Telemetry.OpenTelemetry.psd1", "en-US/",
            "engine/",
        ],
        Names(s_module, "*").Concat(Directory.GetDirectories(s_module).Select(folder => $"{Path.GetFileName(folder)}/"))
            .Order(StringComparer.Ordinal));

    // What the platform has is the platform's: activities and instruments of another DiagnosticSource would reach nobody.
    [Fact]
    public void Engine_brings_no_part_of_the_platform_and_of_the_project_itself_alone()
    {
        string[] files = [.. Names(s_engine, "*")];

        Assert.Contains("LICENSE.TXT", files);
        Assert.Contains("THIRD-PARTY-NOTICES.TXT", files);
        Assert.Contains("OpenTelemetry.dll", files);
        Assert.Contains("OpenTelemetry.Exporter.OpenTelemetryProtocol.dll", files);
        Assert.DoesNotContain(files, file => file.StartsWith("System.", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ["Telemetry.OpenTelemetry.Engine.dll", "Telemetry.OpenTelemetry.Engine.pdb"],
            files.Where(file => file.StartsWith("Telemetry.", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetDirectories(s_engine));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Each_assembly_finds_what_it_asks_for_beside_it_or_in_the_platform(string assembly)
    {
        foreach (AssemblyName reference in References(Path.Combine(s_engine, assembly)))
        {
            string file = Path.Combine(s_engine, $"{reference.Name}.dll");
            if (File.Exists(file))
            {
                Assert.True(AssemblyName.GetAssemblyName(file).Version >= reference.Version, $"{assembly} asks for {reference}.");
            }
            else if (reference.Name != "Telemetry.OpenTelemetry")
            {
                Assert.StartsWith("System.", reference.Name);
                Assert.True(reference.Version!.Major <= 10, $"{assembly} asks for {reference}.");
            }
        }
    }

    [Fact]
    public void Only_the_engine_refers_to_the_SDK() => Assert.DoesNotContain(
        References(Path.Combine(s_module, "Telemetry.OpenTelemetry.dll")),
        reference => reference.Name!.StartsWith("OpenTelemetry", StringComparison.Ordinal)
            || reference.Name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.GetFiles(folder, pattern).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static AssemblyName[] References(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }
}
