using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>What each page of a cmdlet must have.</summary>
[Collection(SharedDispatcher.Name)]
public sealed partial class PageTests
{
    // Where the lines of an example do not break yet in a console of 80 columns: Get-Help indents them by 4, and leaves the
    // last column free.
    private const int MaxCodeWidth = 75;

    public static TheoryData<string> Cmdlets => ModuleCommands.Names;

    [Fact]
    public void Each_cmdlet_has_a_page_and_no_page_is_of_another() => Assert.Equal(Cmdlets.Select(row => row.Data), CmdletPage.Names);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_has_the_sections_of_its_format_in_order_and_nothing_left_to_fill_in(string cmdlet)
    {
        CmdletPage page = CmdletPage.Of(cmdlet);

        Assert.Equal(
            ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"],
            page.Sections);
        ShippedModule module = ModuleCommands.ModuleOf(cmdlet);
        Assert.Contains($"\nexternal help file: {module.HelpFile}\n", page.Head);
        Assert.Contains($"\nModule Name: {module.Name}\n", page.Head);
        Assert.Contains("\nPlatyPS schema version: 2024-05-01\n", page.Head);
        Assert.EndsWith($"\ntitle: {cmdlet}\n---\n\n# {cmdlet}\n", page.Head);
        Assert.DoesNotContain("{{", page.Text);
        Assert.DoesNotContain(" \n", page.Text);
        Assert.EndsWith(".", page.Synopsis);
        Assert.NotEmpty(page.Description);
        Assert.NotEmpty(page.Notes);
        Assert.All([.. page.Inputs, .. page.Outputs], type => Assert.NotEmpty(type.Value));
        Assert.All(page.Parameters, parameter => Assert.NotEmpty(parameter.Description));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_has_three_examples_or_more_each_with_a_sentence_and_code_that_fits_a_console(string cmdlet)
    {
        PageExample[] examples = CmdletPage.Of(cmdlet).Examples;

        Assert.True(examples.Length >= 3, $"{cmdlet} has {examples.Length} examples.");
        for (int i = 0; i < examples.Length; i++)
        {
            Assert.StartsWith($"Example {i + 1}: ", examples[i].Title);
            Assert.True($"----- {examples[i].Title} -----".Length <= MaxCodeWidth, examples[i].Title);
            Assert.All(examples[i].Before, paragraph => Assert.EndsWith(".", paragraph));
            Assert.NotEmpty(examples[i].Before);
            Assert.Contains(cmdlet, examples[i].Code);
            Assert.All(examples[i].Code.Split('\n'), line => Assert.True(line.Length <= MaxCodeWidth, line));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Related_links_name_pages_that_are_there_and_not_the_page_itself(string cmdlet)
    {
        KeyValuePair<string, string>[] links = CmdletPage.Of(cmdlet).Links;

        Assert.NotEmpty(links);
        foreach ((string text, string target) in links)
        {
            Assert.NotEqual(cmdlet, text);
            Assert.Matches($"^(.*/)?{text}(\\.help)?\\.(md|txt)$", target);
            Assert.True(File.Exists(Path.Combine(CmdletPage.Folder, target)), $"{cmdlet} links to {target}.");
        }
    }

    [Theory]
    [MemberData(nameof(ShippedModule.Names), MemberType = typeof(ShippedModule))]
    public void Page_of_a_module_has_each_of_its_cmdlets_with_the_synopsis(string name)
    {
        var module = ShippedModule.Of(name);
        string text = File.ReadAllText(Path.Combine(CmdletPage.Folder, $"{name}.md")).ReplaceLineEndings("\n");

        string[] listed = [.. Entry().Matches(text).Select(entry => $"{entry.Groups["name"].Value}: {entry.Groups["synopsis"].Value}")];

        Assert.Equal(ModuleCommands.NamesOf(module).Select(cmdlet => $"{cmdlet}: {CmdletPage.Of(cmdlet).Synopsis}"), listed);
        Assert.DoesNotContain("{{", text);
        Assert.Contains($"\nModule Name: {name}\n", text);
        Assert.Contains($"\nModule Guid: {Guid().Match(File.ReadAllText(module.Manifest)).Groups["guid"].Value}\n", text);
    }

    [GeneratedRegex(@"^### \[(?<name>[\w-]+)\]\(\k<name>\.md\)\n\n(?<synopsis>.+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex("GUID += '(?<guid>.+)'")]
    private static partial Regex Guid();
}
