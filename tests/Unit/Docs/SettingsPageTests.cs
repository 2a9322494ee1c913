using System.Text.Json;
using Telemetry.Reporters;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The settings of programs that the pages show: a host starts with them.</summary>
public sealed class SettingsPageTests
{
    public static TheoryData<string, int, string> Settings => new(DocumentedPage.Everywhere
        .SelectMany(page => page.Blocks)
        .Where(block => block.Language == "json")
        .Select(block => (block.Page, block.Line, block.Code)));

    // A block of another kind is not settings of the library, and starts any host.
    [Fact]
    public void Settings_of_the_library_are_on_the_pages_about_programs() => Assert.Equal(
        ["docs/extensions.md", "docs/logging-csharp.md"],
        DocumentedPage.Everywhere
            .SelectMany(page => page.Blocks)
            .Where(block => block.Language == "json" && block.Code.Contains("\"Telemetry\": {", StringComparison.Ordinal))
            .Select(block => block.Page)
            .Distinct()
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Host_starts_with_the_settings_of_a_page(string page, int line, string settings)
    {
        using var folder = new FolderOfATest();
        using JsonDocument document = JsonDocument.Parse(settings);
        JsonElement section = document.RootElement.TryGetProperty("Telemetry", out JsonElement own) ? own : default;

        // A port that is free, wherever the tests run.
        bool isThere = section.ValueKind == JsonValueKind.Object;
        string text = isThere ? section.GetRawText().Replace("9464", "0", StringComparison.Ordinal) : "{ }";
        await using HostOfATest host = await HostOfATest.StartAsync(static _ => { }, text, folder.Path);

        int reporters = isThere && section.TryGetProperty("Reporters", out JsonElement named) ? named.EnumerateObject().Count() : 0;
        Assert.True(reporters == Reporter.List().Count(reporter => reporter.Registry == host.Registry), $"{page}, line {line}");
    }
}
