using System.Xml.Linq;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Architecture;

/// <summary>A reference from one project to another, both by their folders.</summary>
internal sealed record ProjectUse(string From, string To)
{
    /// <summary>The folders of all projects of the repository.</summary>
    public static IEnumerable<string> Projects() => Repository.Files(".csproj").Select(file => FolderOf(file));

    /// <summary>The references of all project files.</summary>
    public static IEnumerable<ProjectUse> All() => Repository.Files(".csproj").SelectMany(file => XDocument.Load(file)
        .Descendants("ProjectReference")
        .Select(reference => reference.Attribute("Include")?.Value.Replace('\\', '/'))
        .OfType<string>()
        .Select(target => Path.Combine(Path.GetDirectoryName(file)!, target))
        .Select(target => new ProjectUse(FolderOf(file), FolderOf(Path.GetFullPath(target)))));

    public override string ToString() => $"{From} refers to {To}";

    private static string FolderOf(string file) => Repository.NameOf(Path.GetDirectoryName(file)!);
}
