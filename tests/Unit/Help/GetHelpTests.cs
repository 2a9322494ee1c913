using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>What a reader gets from Get-Help, offline, on a screen of 80 columns and of 120.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed partial class GetHelpTests
{
    public static TheoryData<string, int> Cmdlets
    {
        get
        {
            var cmdlets = new TheoryData<string, int>();
            foreach (string name in CmdletPage.Names)
            {
                cmdlets.Add(name, 80);
                cmdlets.Add(name, 120);
            }

            return cmdlets;
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Full_help_shows_all_of_the_page(string cmdlet, int width)
    {
        CmdletPage page = CmdletPage.Of(cmdlet);
        using var session = new HelpSession(width);

        string shown = session.Show($"Get-Help {cmdlet} -Full");

        string words = Words(shown);
        string[] texts =
        [
            page.Synopsis,
            .. page.Description,
            .. page.Parameters.SelectMany(parameter => parameter.Description),
            .. page.Inputs.Concat(page.Outputs).SelectMany(type => type.Value.Prepend(type.Key)),
            .. page.Notes,
            .. page.Examples.SelectMany(example => example.Before.Concat(example.After)),
            .. page.Links.Select(link => link.Key),
        ];
        Assert.All(texts, text => Assert.Contains(Words(text), words));
        Assert.All(page.Parameters, parameter => Assert.Matches($@"\n    -{parameter.Name}( <.+>)?\n", shown));
        Assert.All(page.Parameters, parameter => Assert.Contains($"Default value                {parameter.Default}\n", shown));
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= width, line));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Examples_show_each_example_with_its_code_unbroken_and_what_it_prints(string cmdlet, int width)
    {
        using var session = new HelpSession(width);

        string shown = session.Show($"Get-Help {cmdlet} -Examples");

        foreach (PageExample example in CmdletPage.Of(cmdlet).Examples)
        {
            Assert.Contains($"\n    ----- {example.Title} -----\n\n", shown);
            Assert.Contains($"\n\n{Indent(example.Code)}\n", shown);
            Assert.Contains(Words(example.Output), Words(shown));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_of_all_parameters_shows_each(string cmdlet, int width)
    {
        using var session = new HelpSession(width);

        string shown = Words(session.Show($"Get-Help {cmdlet} -Parameter *"));

        Assert.All(
            CmdletPage.Of(cmdlet).Parameters.SelectMany(parameter => parameter.Description),
            text => Assert.Contains(Words(text), shown));
    }

    // Where lines break depends on the width, and within words on the culture.
    private static string Words(string text) => Whitespace().Replace(text, string.Empty);

    private static string Indent(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Length > 0 ? $"    {line}" : line));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
