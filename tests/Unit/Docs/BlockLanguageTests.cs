using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>Every block of code on the pages is run by some test, or it is known why not.</summary>
public sealed class BlockLanguageTests
{
    private static readonly Dictionary<string, string> s_languages = new()
    {
        ["powershell"] = "run by tests/Pester/Documentation.Tests.ps1 and, on the pages of cmdlets, tests/Pester/Help.Tests.ps1",
        ["csharp"] = "compiled and run by CodeExampleTests",
        ["cs"] = "the file of a program, compiled and run by HostingPageTests",
        ["ps1"] = "the file of a script of that program, run by HostingPageTests",
        ["text"] = "compared with what the block before it prints",
        ["output"] = "the same, on the pages of cmdlets",
        [""] = "the syntax of a cmdlet: PageTests compare it with the command",
        ["yaml"] = "on the pages of cmdlets, what PlatyPS keeps of a parameter: PageParameterTests compare it with the command;"
            + " elsewhere, settings of servers and pipelines: ReporterPageTests",
        ["sh"] = "listed below, each with the test that runs it",
        ["console"] = "a picture of a console: Trace-TelemetryEvent and Watch-TelemetryMetric run until Ctrl+C, and a ConsoleReporter"
            + " writes rates. Their tests hold what they write. Receive-TelemetryEvent takes the output of other computers there",
        ["json"] = "settings of a program: SettingsPageTests start a host with them",
        ["mermaid"] = "a picture: ArchitectureTests hold what it names against the source",
        ["elixir"] = "not run, there is no Elixir here: it stands beside the block that does the same, which is run",
    };

    // By which test each is run, or why by none.
    private static readonly Dictionary<string, string> s_commands = new()
    {
        ["dotnet build"] = "what the tests are built by, and ManifestTests look at what it puts together",
        ["dotnet build tools/TestTools.csproj"] = "the step of .ci/run before the Pester tests",
        [".tools/pwsh -NoProfile -File tools/Invoke-PesterTest.ps1 -Path tests/Pester/Spans.Tests.ps1"] =
            "the step of .ci/run that runs the Pester tests, here for one file",
        ["dotnet tool restore"] = "by none: it gets the PowerShell that TestTools.csproj gets for the tests",
        ["dotnet pwsh ./build.ps1 Test"] = "by none: the workflow runs build.ps1 in an installed PowerShell",
        ["dotnet test"] = "the command that runs these tests",
        ["dotnet run --project src/Telemetry.Host examples/quickstart.ps1"] = "ExamplesTests",
        ["dotnet run --project src/Telemetry.Host examples/log-watch.ps1"] = "ExamplesTests",
        ["dotnet run --project examples/OrderService -- --orders 20000 --threads 4"] = "OrderServiceTests",
        ["dotnet run --project examples/ShopService"] = "ShopServiceTests",
        ["dotnet new web -o Shop"] = "by none, as the packages are not published: ShopServiceTests run a program that has all of them",
        ["cd Shop"] = "by none, as above",
        ["dotnet add package Telemetry.Extensions"] = "by none, as above",
        ["dotnet add package Telemetry.Hosting"] = "by none, as above",
        ["dotnet add package Telemetry.AspNetCore"] = "by none, as above",
        ["mkdir handlers"] = "by none, as above",
        ["prometheus --config.file=prometheus.yml"] = "ReporterPageTests",
        ["jq -r 'select(.name | endswith(\".exception\")) | \"\\(.time) \\(.metadata.reason.message)\"' audit.jsonl"] =
            "by none, as jq is not installed: JsonLineTests hold the members",
        ["jq -s 'sort_by(-.measurements.duration_ms) | .[:10] | .[] | {name, ms: .measurements.duration_ms}' -c audit.jsonl"] =
            "by none, as above",
        ["docker run --rm -p 16686:16686 -p 4318:4318 jaegertracing/jaeger"] = "by none, as there is no Docker here",
        ["docker run --rm -p 3000:3000 -p 4318:4318 grafana/otel-lgtm"] = "by none, as there is no Docker here",
        ["export OTEL_EXPORTER_OTLP_ENDPOINT=https://otlp.example.com"] =
            "by none: Documentation.Tests.ps1 run the recipe with another address",
        ["export OTEL_EXPORTER_OTLP_HEADERS=\"x-api-key=$OTLP_KEY\""] = "by none, as there is no service",
        ["export OTEL_RESOURCE_ATTRIBUTES=\"cicd.pipeline.name=$JOB_NAME,cicd.pipeline.run.id=$BUILD_NUMBER\""] = "by none, as above",
        ["pwsh -NoProfile -File build-traced.ps1"] = "Documentation.Tests.ps1 run the program of the recipe",
        ["dotnet run -c Release --project benchmarks -- --write"] = 
            "by none, as it takes a quarter of an hour: PerformancePageTests hold what it writes",
    };

    [Fact]
    public void Every_block_is_of_a_language_that_is_run_or_known_not_to_be()
    {
        DocumentedBlock[] blocks = [.. DocumentedPage.Everywhere.SelectMany(page => page.Blocks)];

        Assert.Empty(
            blocks.Where(block => !s_languages.ContainsKey(block.Language))
                .Select(block => $"{block.Page}, line {block.Line}: '{block.Language}'"));
        Assert.Equal(
            s_languages.Keys.Order(StringComparer.Ordinal),
            blocks.Select(block => block.Language).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_fence_belongs_to_a_block_that_these_tests_see() => Assert.All(
        DocumentedPage.Everywhere, page => Assert.True(page.FenceCount == 2 * page.Blocks.Count, page.Path));

    [Fact]
    public void Every_page_with_code_is_one_whose_code_is_run() => Assert.Empty(
        DocumentedPage.Everywhere
            .Where(page => page.Blocks.Any(block => block.Language is "csharp" or "elixir"))
            .Select(page => page.Path)
            .Except(DocumentedPage.All.Select(page => page.Path)));

    [Fact]
    public void Every_shell_command_is_listed_with_what_runs_it()
    {
        IEnumerable<string> commands = DocumentedPage.Everywhere
            .SelectMany(page => page.Blocks)
            .Where(block => block.Language == "sh")
            .SelectMany(block => block.Code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(command => command.Split(" #")[0].TrimEnd())
            .Distinct();

        Assert.Equal(s_commands.Keys.Order(StringComparer.Ordinal), commands.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_a_shell_command_names_is_there() => Assert.All(
        s_commands.Keys.Where(command => !command.StartsWith("docker ", StringComparison.Ordinal)).SelectMany(command => command.Split(' '))
            .Where(word => !word.Contains("://", StringComparison.Ordinal)
                && word.Contains('/', StringComparison.Ordinal)
                && !word.StartsWith(".tools/", StringComparison.Ordinal)),
        path => Assert.True(Path.Exists(Repository.PathOf(path)), path));

    // Elixir is shown for comparison only.
    [Fact]
    public void Every_block_of_Elixir_is_followed_by_one_that_does_the_same_and_is_run()
    {
        foreach (DocumentedPage page in DocumentedPage.All)
        {
            string[] languages = [.. page.Blocks.Select(block => block.Language)];
            Assert.All(
                Enumerable.Range(0, languages.Length).Where(i => languages[i] == "elixir"),
                i => Assert.Contains(languages.ElementAtOrDefault(i + 1), new[] { "powershell", "csharp" }));
        }
    }
}
