using System.Management.Automation;
using System.Xml.Linq;
using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>The help files that the modules ship say what the pages say. They are written from them by <c>build.ps1 Docs</c>.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class ShippedHelpTests
{
    public static TheoryData<string> Cmdlets => ModuleCommands.Names;

    [Theory]
    [MemberData(nameof(ShippedModule.Names), MemberType = typeof(ShippedModule))]
    public void Help_file_has_each_cmdlet_of_its_module_once_and_no_other(string module) => Assert.Equal(
        ModuleCommands.NamesOf(ShippedModule.Of(module)),
        ShippedHelp.Of(ShippedModule.Of(module)).Select(help => help.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ShippedModule.Names), MemberType = typeof(ShippedModule))]
    public void Module_has_the_help_file_of_the_repository_under_the_name_that_the_engine_looks_for(string name)
    {
        var module = ShippedModule.Of(name);

        Assert.Equal(
            File.ReadAllText(Repository.PathOf("src", module.Project, "help", "en-US", module.HelpFile)),
            File.ReadAllText(ShippedHelp.FileOf(module)));
        Assert.All(
            ModuleCommands.NamesOf(module),
            cmdlet => Assert.Equal(module.HelpFile, Path.GetFileName(ModuleCommands.Of(cmdlet).HelpFile)));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_has_the_texts_of_the_page(string cmdlet)
    {
        CmdletPage page = CmdletPage.Of(cmdlet);
        ShippedHelp help = Help(cmdlet);

        Assert.Equal([page.Synopsis], help.Synopsis);
        Assert.Equal(page.Description, help.Description);
        Assert.Equal(page.Notes, help.Notes);
        Assert.Equal(Flat(page.Inputs), Flat(help.Inputs));
        Assert.Equal(Flat(page.Outputs), Flat(help.Outputs));
        Assert.Equal(page.Links.Select(link => link.Key), help.Links);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_has_the_parameters_of_the_page(string cmdlet)
    {
        PageParameter[] page = CmdletPage.Of(cmdlet).Parameters;
        XElement[] help = Help(cmdlet).Parameters;

        Assert.Equal(page.Select(parameter => parameter.Name), help.Select(ShippedHelp.NameOf));
        Assert.Equal(page.Select(parameter => parameter.Description), help.Select(ShippedHelp.DescriptionOf));
        Assert.Equal(page.Select(parameter => parameter.Type), help.Select(ShippedHelp.TypeOf));
        Assert.Equal(page.Select(parameter => parameter.Default), help.Select(ShippedHelp.DefaultOf));
        Assert.Equal(
            page.Select(
                parameter => Describe(ModuleCommands.Of(cmdlet).Parameters[parameter.Name].ParameterSets.Values.First(), parameter)),
            help.Select(ShippedHelp.Describe));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_has_the_parameters_of_each_parameter_set_in_the_order_of_its_syntax(string cmdlet)
    {
        Dictionary<string, PageParameter> page = CmdletPage.Of(cmdlet).Parameters.ToDictionary(parameter => parameter.Name);
        CmdletInfo command = ModuleCommands.Of(cmdlet);

        IEnumerable<string[]> expected = CmdletPage.Of(cmdlet).Syntax.Select(set => command.ParameterSets
            .Single(candidate => candidate.Name == set.Key).Parameters
            .Where(parameter => page.ContainsKey(parameter.Name))
            .OrderBy(parameter => Regex.Match(set.Value, $@"-{parameter.Name}\b").Index)
            .Select(parameter => $"{Describe(command.Parameters[parameter.Name], set.Key, page[parameter.Name])}, "
                + $"accepts '{string.Join(' ', page[parameter.Name].AcceptedValues)}'")
            .ToArray());

        Assert.Equal(expected, Help(cmdlet).Syntax);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_has_the_examples_of_the_page(string cmdlet)
    {
        PageExample[] page = CmdletPage.Of(cmdlet).Examples;
        (string Title, string Code, string[] Remarks)[] help = Help(cmdlet).Examples;

        Assert.Equal(page.Select(example => $"----- {example.Title} -----"), help.Select(example => example.Title));
        Assert.Equal(page.Select(example => example.Code), help.Select(example => example.Code));
        Assert.Equal(page.Select(Remarks), help.Select(example => example.Remarks));
    }

    [Theory]
    [MemberData(nameof(ShippedModule.Names), MemberType = typeof(ShippedModule))]
    public void Help_file_has_nothing_left_to_fill_in_and_no_markup_of_the_pages(string module)
    {
        string text = File.ReadAllText(ShippedHelp.FileOf(ShippedModule.Of(module)));

        Assert.DoesNotContain("{{", text);
        Assert.DoesNotContain("```", text);
        Assert.DoesNotContain("](", text);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character is not ('\n' or '\r'));
    }

    private static ShippedHelp Help(string cmdlet) => ShippedHelp.All.Single(help => help.Name == cmdlet);

    private static IEnumerable<string> Flat(IEnumerable<KeyValuePair<string, string[]>> types) =>
        types.Select(type => $"{type.Key}: {string.Join('|', type.Value)}");

    private static string[] Remarks(PageExample example)
    {
        string[] texts = [.. example.Before, .. example.After];
        return example.Output.Length > 0 ? [$"Output:\n\n{example.Output}", .. texts] : texts;
    }

    private static string Describe(ParameterMetadata parameter, string set, PageParameter page) =>
        Describe(
            parameter.ParameterSets.TryGetValue(set, out ParameterSetMetadata? own) ? own : parameter.ParameterSets.Values.Single(), page);

    private static string Describe(ParameterSetMetadata set, PageParameter page)
    {
        string?[] ways = [set.ValueFromPipeline ? "ByValue" : null, set.ValueFromPipelineByPropertyName ? "ByPropertyName" : null];
        string pipeline = string.Join(", ", ways.OfType<string>());
        return $"{page.Name}: position {(set.Position == int.MinValue ? "named" : set.Position)}, mandatory {Lower(set.IsMandatory)}, "
            + $"from the pipeline {(pipeline.Length > 0 ? $"true ({pipeline})" : "false")}, wildcards {Lower(page.SupportsWildcards)}, "
            + $"aliases {(page.Aliases.Length > 0 ? string.Join(", ", page.Aliases) : "none")}";
    }

    private static string Lower(bool value) => value ? "true" : "false";
}
