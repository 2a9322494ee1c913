using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Telemetry.Tests.Architecture;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The page about the parts, against the source: what its pictures and tables name is there, and all that is there is
/// named.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly DocumentedPage s_page = DocumentedPage.Open("docs/architecture.md");
    private static readonly DocumentedBlock[] s_pictures = [.. s_page.Blocks.Where(block => block.Language == "mermaid")];

    [Fact]
    public void Each_project_is_in_the_table_with_its_targets() => Assert.Equal(
        Projects().Select(project => $"{project}: {Targets(project)}").Order(StringComparer.Ordinal),
        s_page.Rows("project", "what it is", "targets").Select(row => $"{row[0]}: {row[2]}").Order(StringComparer.Ordinal));

    [Fact]
    public void Arrows_between_the_parts_are_the_references_between_the_projects()
    {
        IEnumerable<string> references = Projects().SelectMany(
            project => Load(project).Descendants("ProjectReference").Select(
                reference => reference.Attribute("Include")?.Value.Replace('\\', '/'))
                .OfType<string>()
                .Select(target => $"{project} --> {Path.GetFileNameWithoutExtension(target)}"));

        IEnumerable<string> arrows = Arrow().Matches(s_pictures[0].Code)
            .Select(arrow => (From: $"Telemetry.{arrow.Groups["from"]}", To: $"Telemetry.{arrow.Groups["to"]}"))
            .Where(arrow => Projects().Contains(arrow.From))
            .Select(arrow => $"{arrow.From} --> {arrow.To}");

        Assert.Equal(references.Order(StringComparer.Ordinal), arrows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_folder_of_the_source_is_in_the_table()
    {
        IEnumerable<string> folders = Projects()
            .SelectMany(project => Directory.GetDirectories(Repository.PathOf("src", project)))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any())
            .Select(folder => Path.GetRelativePath(Repository.PathOf("src"), folder).Replace('\\', '/'))
            .Where(folder => !NotAPart().IsMatch(folder));

        Assert.Equal(
            folders.Order(StringComparer.Ordinal),
            s_page.Rows("folder", "what is in it").Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Folders_are_in_the_order_of_the_floors() => Assert.All(
        FloorTests.Floors,
        project => Assert.Equal(
            project.Value.Where(folder => folder is not ("" or "Polyfills")).Select(folder => $"{project.Key}/{folder}"),
            s_page.Rows("folder", "what is in it")
                .Select(row => row[0])
                .Where(folder => folder.StartsWith($"{project.Key}/", StringComparison.Ordinal))));

    // A name of two or more words written together, in a picture or as code in the text, is a type's or a member's.
    [Fact]
    public void Each_type_that_the_page_names_exists()
    {
        string[] names =
        [
            .. s_pictures.SelectMany(picture => CompoundName().Matches(picture.Code))
                .Concat(CompoundName().Matches(string.Join(' ', CodeInText().Matches(s_page.Prose).Select(code => code.Value))))
                .Select(name => name.Value)
                .Except(["AspNetCore", "CodeFixes", "PowerShell", "OpenTelemetry"])
                .Except(FloorTests.Floors.Values.SelectMany(folders => folders))
                .Distinct(),
        ];
        HashSet<string> known = [.. Names()];

        Assert.True(names.Length > 20, $"Only {names.Length} names were found.");
        Assert.DoesNotContain(names, name => !known.Contains(name));
    }

    private static string[] Projects() =>
    [
        .. Directory.GetDirectories(Repository.PathOf("src")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal),
    ];

    private static XDocument Load(string project) => XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj"));

    private static string Targets(string project) =>
        Load(project).Descendants().First(element => element.Name.LocalName is "TargetFramework" or "TargetFrameworks")
            .Value.Replace(";", ", ", StringComparison.Ordinal);

    private static IEnumerable<string> Names()
    {
        Assembly module = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Telemetry", "Telemetry.PowerShell.dll"));
        return new[]
        {
            typeof(TelemetryDispatcher).Assembly, typeof(Telemetry.Metrics.MetricDefinition).Assembly,
            typeof(Telemetry.Reporters.PrometheusText).Assembly, typeof(Telemetry.Alerts.AlertRegistry).Assembly,
            typeof(Telemetry.Logging.TelemetryLog).Assembly,
            typeof(Telemetry.Diagnostics.SourceBridge).Assembly,
            typeof(Telemetry.Extensions.TelemetryBuilder).Assembly, typeof(Telemetry.AspNetCore.MetricsEndpointOptions).Assembly,
            typeof(Telemetry.Hosting.TelemetrySession).Assembly, module,
        }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
                .Select(member => member.Name)
                .Append(type.Name))
            .Concat(["TelemetryEvent", "DiagnosticSource"])
            .Concat(Repository.Files(".cs")
                .Where(file => Repository.NameOf(file).StartsWith("src/Telemetry.OpenTelemetry", StringComparison.Ordinal)
                    || Repository.NameOf(file).StartsWith("src/Telemetry.Analyzers", StringComparison.Ordinal))
                .Select(file => Path.GetFileNameWithoutExtension(file)))
            .Concat(Directory.GetFiles(Repository.PathOf("src"), "PublicAPI.*", SearchOption.AllDirectories)
                .SelectMany(file => Path.GetFileName(file).Split('.')));
    }

    [GeneratedRegex("^ *(?<from>[A-Z][A-Za-z.]+) --> (?<to>[A-Z][A-Za-z.]+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex("/(bin|obj|Polyfills|Properties)$")]
    private static partial Regex NotAPart();

    [GeneratedRegex(@"\b[A-Z][a-z]+([A-Z]+[a-z]*)+\b")]
    private static partial Regex CompoundName();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex CodeInText();
}
