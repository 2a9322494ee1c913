using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Architecture;

/// <summary>The folders of the tests are those of the sources: the tests of a type are in the folder of the type.</summary>
public sealed partial class MirrorTests
{
    /// <summary>A folder of <c>tests</c>, the project that it mirrors, and the namespace of its tests.</summary>
    public static TheoryData<string, string, string> Mirrors => new()
    {
        { "Analyzers", "Telemetry.Analyzers", "Telemetry.Analyzers.Tests" },
        { "Unit/Core", "Telemetry.Core", "Telemetry.Tests.Core" },
        { "Unit/Metrics", "Telemetry.Metrics", "Telemetry.Tests.Metrics" },
        { "Unit/Reporters", "Telemetry.Reporters", "Telemetry.Tests.Reporters" },
        { "Unit/Logging", "Telemetry.Logging", "Telemetry.Tests.Logging" },
        { "Unit/Polling", "Telemetry.Polling", "Telemetry.Tests.Polling" },
        { "Unit/Alerts", "Telemetry.Alerts", "Telemetry.Tests.Alerts" },
        { "Unit/Diagnostics", "Telemetry.Diagnostics", "Telemetry.Tests.Diagnostics" },
        { "Unit/Extensions", "Telemetry.Extensions", "Telemetry.Tests.Extensions" },
        { "Unit/AspNetCore", "Telemetry.AspNetCore", "Telemetry.Tests.AspNetCore" },
        { "Unit/PowerShell", "Telemetry.PowerShell", "Telemetry.Tests.Commands" },
        { "Unit/OpenTelemetry", "Telemetry.OpenTelemetry", "Telemetry.Tests.Otlp" },
        { "Unit/OpenTelemetryEngine", "Telemetry.OpenTelemetry.Engine", "Telemetry.Tests.OtlpEngine" },
    };

    [Theory]
    [MemberData(nameof(Mirrors))]
    public void Each_folder_of_tests_is_one_of_the_project(string tests, string project, string _) => Assert.Empty(
        Folders(["tests", .. tests.Split('/')]).Except([.. Folders("src", project), "Support"]));

    // A namespace per folder would hide types of the same name, as Spans and PowerShell.
    [Theory]
    [MemberData(nameof(Mirrors))]
    public void Tests_of_a_project_have_one_namespace(string tests, string _, string expected) => Assert.All(
        Files(["tests", .. tests.Split('/')]),
        file => Assert.Equal($"{file}: {expected}", $"{file}: {Namespace().Match(File.ReadAllText(file)).Groups["name"].Value}"));

    private static IEnumerable<string> Folders(params string[] root) =>
        Files(root).Select(file => Path.GetRelativePath(Repository.PathOf(root), Path.GetDirectoryName(file)!)).Distinct();

    private static IEnumerable<string> Files(params string[] root)
    {
        string folder = Repository.PathOf(root) + Path.DirectorySeparatorChar;
        return Repository.Files(".cs").Where(file => file.StartsWith(folder, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
