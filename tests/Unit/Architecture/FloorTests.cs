namespace Telemetry.Tests.Architecture;

/// <summary>The projects are floors, and so are the folders of a project: a project refers to those below it, and a type uses its
/// own folder and those below it.</summary>
public sealed class FloorTests(ITestOutputHelper output)
{
    // From the ground up; the last entry, the empty one, is the project's own folder.
    private static readonly Dictionary<string, string[]> s_floors = new()
    {
        ["Telemetry.Analyzers"] = ["Diagnostics", "Symbols", "Rules", "Generation"],
        ["Telemetry.Core"] =
        [
            "Polyfills", "Names", "Values", "Events", "Conditions", "Failures", "Buffers", "Handlers", "Dispatch", "Spans", "Declarations",
            "Recording",
        ],
        ["Telemetry.Metrics"] = ["Definitions", "Readings", "Cells", "Series", "Summaries", "Recording", "Files", "Registry"],
        ["Telemetry.Reporters"] = ["Text", "Reporting", "Endpoint", "TextFile", "Pushgateway", "StatsD", "JsonLines", "Tables"],
        ["Telemetry.Logging"] = ["Text", "Files", "Redaction", "Lines", "Writing", "Logs"],
        ["Telemetry.Polling"] = ["Polls", "BuiltIn"],
        ["Telemetry.Alerts"] = ["Definitions", "Limits", "Notifications", "Series", "Delivery", "Registry"],
        ["Telemetry.Diagnostics"] = ["Sources", "Meters", "Bridge", "Publishing", "Presets"],
        ["Telemetry.Extensions"] = ["Hosting", "Options", "Handlers", "Metrics", "Polling", "Reporters", "Logging", "Health", ""],
        ["Telemetry.AspNetCore"] = ["Endpoint", ""],
        ["Telemetry.PowerShell"] =
        [
            "Errors", "Views", "Events", "Blocks", "Sessions", "Emitting", "Handlers", "Declarations", "Spans", "Tracing", "Transfer",
            "Parallel", "Trees", "Metrics", "Measuring", "Reporters", "Logging", "Polling", "Sources", "Alerts", "Presets", "Completion",
            "Commands", "",
        ],
        ["Telemetry.OpenTelemetry"] = ["Contract", "Settings", "Delivery", "Signals", "Reporting", "Commands", ""],
        ["Telemetry.OpenTelemetry.Engine"] = ["Transport", "Sdk", ""],
    };

    /// <summary>The folders of each project, from the ground up.</summary>
    internal static IReadOnlyDictionary<string, string[]> Floors => s_floors;

    public static TheoryData<string> Projects => [.. s_floors.Keys];

    // From the ground up, the folder of each project. Projects of one floor do not refer to each other.
    private static readonly string[][] s_projects =
    [
        ["src/Telemetry.Analyzers"],
        ["src/Telemetry.Analyzers.CodeFixes"],
        ["src/Telemetry.Core"],
        ["src/Telemetry.Logging", "src/Telemetry.Metrics", "src/Telemetry.Polling"],
        ["src/Telemetry.Reporters", "src/Telemetry.Alerts", "src/Telemetry.Diagnostics"],
        ["src/Telemetry.PowerShell", "src/Telemetry.Extensions", "src/Telemetry.AspNetCore"],
        ["src/Telemetry.OpenTelemetry", "src/Telemetry.Hosting"],
        ["src/Telemetry.OpenTelemetry.Engine", "src/Telemetry.Host"],
        [
            "benchmarks/EmptyModule", "examples/ObservedService", "examples/OrderService", "examples/ShopService", "examples/WebService",
            "tests/OtlpReceiver", "tests/Programs/EndingProcess", "tests/Programs/LoggingProcess", "tests/Programs/ReportingProcess",
            "tests/Programs/TrimmedProgram", "tools",
        ],
        ["benchmarks", "tests/Analyzers", "tests/Unit"],
    ];

    [Fact]
    public void No_project_refers_to_one_of_its_own_or_a_higher_floor()
    {
        ProjectUse[] up = [.. ProjectUse.All().Where(use => FloorOf(use.From) <= FloorOf(use.To))];

        Assert.True(
            up.Length == 0,
            $"{up.Length} references to a project that is not below:\n{string.Join('\n', up.Select(use => use.ToString()))}");
    }

    [Fact]
    public void Each_project_has_a_floor() => Assert.Equal(
        ProjectUse.Projects().Order(StringComparer.Ordinal),
        s_projects.SelectMany(floor => floor).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_type_uses_one_of_a_higher_floor(string project)
    {
        string[] floors = s_floors[project];
        var types = SourceTypes.Of(project);

        Assert.Empty(types.Folders.Except(floors));
        TypeUse[] up = [.. types.Uses.Where(use => Array.IndexOf(floors, use.FromFolder) < Array.IndexOf(floors, use.ToFolder))];
        Assert.True(
            up.Length == 0,
            $"{up.Length} uses of a higher floor:\n{string.Join('\n', up.Select(use => use.ToString()).Order(StringComparer.Ordinal))}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_circle_of_types_inside_a_folder_is_large(string project)
    {
        IReadOnlyList<string>[] circles =
        [
            .. SourceTypes.Of(project).Circles(acrossFolders: false).OrderByDescending(circle => circle.Count),
        ];

        output.WriteLine($"{project}: the largest circle is {(circles.Length == 0 ? "none" : string.Join(", ", circles[0]))}.");
        Assert.DoesNotContain(circles, circle => circle.Count > 14);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_circle_of_types_crosses_folders(string project)
    {
        IReadOnlyList<string>[] circles = [.. SourceTypes.Of(project).Circles(acrossFolders: true)];

        Assert.True(circles.Length == 0, string.Join('\n', circles.Select(circle => $"{circle.Count}: {string.Join(", ", circle)}")));
    }

    private static int FloorOf(string project) => Array.FindIndex(s_projects, floor => floor.Contains(project));
}
