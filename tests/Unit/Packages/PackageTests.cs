using System.Text.Json;
using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Packages;

/// <summary>What the packages are to say of themselves, by what the build makes of the projects. The packages themselves
/// are checked and tried by <c>build.ps1 Package</c>.</summary>
[Trait("Category", "Slow")]
public sealed partial class PackageTests
{
    [Theory]
    [InlineData("Telemetry.Core", "Telemetry.Core")]
    [InlineData("Telemetry.Metrics", "Telemetry.Metrics")]
    [InlineData("Telemetry.Reporters", "Telemetry.Reporters")]
    [InlineData("Telemetry.Logging", "Telemetry.Logging")]
    [InlineData("Telemetry.Polling", "Telemetry.Polling")]
    [InlineData("Telemetry.Alerts", "Telemetry.Alerts")]
    [InlineData("Telemetry.Diagnostics", "Telemetry.Diagnostics")]
    [InlineData("Telemetry.Extensions", "Telemetry.Extensions")]
    [InlineData("Telemetry.AspNetCore", "Telemetry.AspNetCore")]
    [InlineData("Telemetry.Hosting", "Telemetry.Hosting")]
    [InlineData("Telemetry.PowerShell", "Telemetry")]
    [InlineData("Telemetry.OpenTelemetry.Engine", "Telemetry.OpenTelemetry")]
    public async Task Package_says_what_it_is_under_the_version_of_the_manifest(string project, string id)
    {
        Dictionary<string, string> properties = await EvaluateAsync(
            project, "IsPackable", "PackageId", "Version", "Description", "PackageTags", "PackageLicenseExpression", "Authors");

        string manifest = await ManifestAsync();
        Assert.Equal("true", properties["IsPackable"]);
        Assert.Equal(id, properties["PackageId"]);
        Assert.Equal(VersionEntry().Match(manifest).Groups["version"].Value, properties["Version"]);
        Assert.Equal("MIT", properties["PackageLicenseExpression"]);
        Assert.Contains("The Telemetry authors", properties["Authors"]);
        Assert.Contains("telemetry", properties["PackageTags"]);
        Assert.EndsWith(".", properties["Description"]);
    }

    // Package managers find a module by these tags, and without the first one take it for no module at all.
    [Theory]
    [InlineData("Telemetry.PowerShell", "Telemetry", "PSEdition_Core", "PSEdition_Desktop")]
    [InlineData("Telemetry.OpenTelemetry.Engine", "Telemetry.OpenTelemetry", "PSEdition_Core")]
    public async Task Package_of_a_module_names_each_cmdlet_in_its_tags(string project, string module, params string[] editions)
    {
        Dictionary<string, string> properties = await EvaluateAsync(project, "PackageTags", "Description");
        string manifest = await File.ReadAllTextAsync(ShippedModule.Of(module).Manifest, TestContext.Current.CancellationToken);

        string[] tags = properties["PackageTags"].Split(' ');
        string[] cmdlets = [.. Cmdlet().Matches(manifest).Select(match => match.Groups["name"].Value)];
        Assert.NotEmpty(cmdlets);
        Assert.Contains("PSModule", tags);
        Assert.Equal(editions, tags.Where(tag => tag.StartsWith("PSEdition_", StringComparison.Ordinal)));
        Assert.Equal(
            cmdlets, tags.Where(tag => tag.StartsWith("PSCmdlet_", StringComparison.Ordinal)).Select(tag => tag["PSCmdlet_".Length..]));
        Assert.Equal(
            cmdlets, tags.Where(tag => tag.StartsWith("PSCommand_", StringComparison.Ordinal)).Select(tag => tag["PSCommand_".Length..]));
        Assert.Contains($"'{properties["Description"]}'", manifest);
    }

    // Views and help must reach sessions inside of programs, too. Core is the program's own, and so is what it brings.
    [Fact]
    public void Module_beside_a_program_is_the_module_without_the_assemblies_that_the_program_has()
    {
        string module = Repository.PathOf("output", "Telemetry");
        string beside = Path.Combine(AppContext.BaseDirectory, "Telemetry");

        IEnumerable<string> expected = Files(module).Where(
            file => file is "Telemetry.PowerShell.dll" or "Telemetry.PowerShell.pdb"
                or "Telemetry.Metrics.dll" or "Telemetry.Metrics.pdb" or "Telemetry.Reporters.dll" or "Telemetry.Reporters.pdb"
                or "Telemetry.Logging.dll" or "Telemetry.Logging.pdb"
                or "Telemetry.Polling.dll" or "Telemetry.Polling.pdb" or "Telemetry.Diagnostics.dll" or "Telemetry.Diagnostics.pdb"
                or "Telemetry.Alerts.dll" or "Telemetry.Alerts.pdb"
                || Path.GetExtension(file) is not (".dll" or ".pdb" or ".xml")
                || Path.GetDirectoryName(file) != string.Empty);

        Assert.Equal(expected, Files(beside));
        Assert.All(Files(beside), file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(module, file)), File.ReadAllBytes(Path.Combine(beside, file))));
    }

    // A program has an SDK of OpenTelemetry of its own.
    [Fact]
    public void Module_for_OpenTelemetry_is_not_beside_a_program() =>
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, ShippedModule.OpenTelemetry.Name)));

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);

    private static Task<string> ManifestAsync() =>
        File.ReadAllTextAsync(Repository.PathOf("Telemetry.psd1"), TestContext.Current.CancellationToken);

    private static async Task<Dictionary<string, string>> EvaluateAsync(string project, params string[] properties)
    {
        ProcessResult result = await ProcessRun.RunAsync(
            "dotnet",
            ["msbuild", Repository.PathOf("src", project, project + ".csproj"), "-getProperty:" + string.Join(',', properties)]);
        Assert.True(result.ExitCode == 0, result.Output);
        return JsonDocument.Parse(result.Output).RootElement.GetProperty("Properties").Deserialize<Dictionary<string, string>>()!;
    }

    [GeneratedRegex(@"ModuleVersion\s*=\s*'(?<version>[^']+)'")]
    private static partial Regex VersionEntry();

    [GeneratedRegex("'(?<name>[A-Z][a-z]+-[A-Za-z]+)'")]
    private static partial Regex Cmdlet();
}
