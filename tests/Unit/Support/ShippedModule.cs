namespace Telemetry.Tests.Support;

/// <summary>A module that the repository ships, as <c>dotnet build</c> puts it together.</summary>
/// <param name="Name">The name of the module, of its manifest and of its folder.</param>
/// <param name="Project">The project of its cmdlets.</param>
internal sealed record ShippedModule(string Name, string Project)
{
    public static ShippedModule Telemetry { get; } = new("Telemetry", "Telemetry.PowerShell");

    public static ShippedModule OpenTelemetry { get; } = new("Telemetry.OpenTelemetry", "Telemetry.OpenTelemetry");

    /// <summary>All modules, each after those that it requires.</summary>
    public static ShippedModule[] All { get; } = [Telemetry, OpenTelemetry];

    public static TheoryData<string> Names => [.. All.Select(module => module.Name)];

    /// <summary>The folder into which the build puts the module.</summary>
    public string Folder => Repository.PathOf("output", Name);

    /// <summary>The manifest under source control.</summary>
    public string Manifest =>
        Name == Telemetry.Name ? Repository.PathOf($"{Name}.psd1") : Repository.PathOf("src", Project, $"{Name}.psd1");

    /// <summary>The name of the help file, for which the engine looks by the name of the assembly.</summary>
    public string HelpFile => $"{Project}.dll-Help.xml";

    public static ShippedModule Of(string name) => All.Single(module => module.Name == name);
}
