using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>Every block of code on the pages is run by some test, or it is known why not.</summary>
public sealed class BlockLanguageTests
{
    private static readonly Dictionary<string, string> s_languages = new()
    {
        ["powershell"] = "run by DocumentationTests or, where it needs more than the engine, by tests/Pester/Documentation.Tests.ps1",
        ["csharp"] = "compiled and run by CodeExampleTests",
        ["text"] = "compared with what the block before it prints",
        ["sh"] = "listed below, each with the test that runs it",
        ["console"] = "a picture of a console: Trace-TelemetryEvent runs until Ctrl+C. TraceTests hold what it writes",
        ["mermaid"] = "a picture: ArchitectureTests hold what it names against the source",
        ["elixir"] = "not run, there is no Elixir here: it stands beside the block that does the same, which is run",
    };

    // By which test each is run, or why by none.
    private static readonly Dictionary<string, string> s_commands = new()
    {
        ["dotnet build"] = "what the tests are built by, and ManifestTests look at what it puts together",
        ["dotnet test"] = "the command that runs these tests",
        ["dotnet run --project src/Telemetry.Host examples/quickstart.ps1"] = "ExamplesTests",
        ["dotnet run --project src/Telemetry.Host examples/log-watch.ps1"] = "ExamplesTests",
        ["dotnet run --project examples/OrderService -- --orders 20000 --threads 4"] = "OrderServiceTests",
        ["dotnet run -c Release --project benchmarks -- --write"] = 
            "by none, as it takes a quarter of an hour: PerformancePageTests hold what it writes",
    };

    [Fact]
    public void Every_block_is_of_a_language_that_is_run_or_known_not_to_be()
    {
        DocumentedBlock[] blocks = [.. DocumentedPage.All.SelectMany(page => page.Blocks)];

        Assert.Empty(
            blocks.Where(block => !s_languages.ContainsKey(block.Language))
                .Select(block => $"{block.Page}, line {block.Line}: '{block.Language}'"));
        Assert.Equal(
            s_languages.Keys.Order(StringComparer.Ordinal),
            blocks.Select(block => block.Language).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_shell_command_is_listed_with_what_runs_it()
    {
        IEnumerable<string> commands = DocumentedPage.All
            .SelectMany(page => page.Blocks)
            .Where(block => block.Language == "sh")
            .SelectMany(block => block.Code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(command => command.Split(" #")[0].TrimEnd())
            .Distinct();

        Assert.Equal(s_commands.Keys.Order(StringComparer.Ordinal), commands.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_a_shell_command_names_is_there() => Assert.All(
        s_commands.Keys.SelectMany(command => command.Split(' ')).Where(word => word.Contains('/', StringComparison.Ordinal)),
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
