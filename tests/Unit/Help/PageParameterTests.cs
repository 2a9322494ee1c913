using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>What a page says of its cmdlet's parameters is what they are.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class PageParameterTests
{
    // Nothing to search for is everything, except where a name is a choice.
    private static readonly string[] s_choices =
    [
        "Invoke-TelemetryEvent -MeasurementProperty", "Invoke-TelemetryEvent -MetadataProperty",
        "Invoke-TelemetryParallel -MetadataProperty", "Register-TelemetryAlert -ClearOn", "Start-TelemetryLog -NoRedact",
        "Start-TelemetryLog -Redact", "Start-TelemetryOtlpReporter -Log",
    ];

    public static TheoryData<string> Cmdlets => ModuleCommands.Names;

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_describes_each_parameter_and_no_other(string cmdlet) => Assert.Equal(
        ModuleCommands.ParametersOf(cmdlet).Select(parameter => parameter.Name),
        CmdletPage.Of(cmdlet).Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_says_of_each_parameter_what_it_is(string cmdlet)
    {
        Dictionary<string, PageParameter> said = CmdletPage.Of(cmdlet).Parameters.ToDictionary(parameter => parameter.Name);
        foreach (ParameterMetadata parameter in ModuleCommands.ParametersOf(cmdlet))
        {
            PageParameter page = said[parameter.Name];
            Assert.Equal(parameter.ParameterType.FullName, page.Type);
            Assert.Equal(parameter.Aliases, page.Aliases);
            Assert.Equal(parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(), page.SupportsWildcards);
            Assert.Equal(AcceptedValues(parameter), page.AcceptedValues);
            Assert.Equal(SetsOf(parameter), page.Sets);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_says_what_a_parameter_is_when_it_is_not_given(string cmdlet)
    {
        object instance = Activator.CreateInstance(ModuleCommands.Of(cmdlet).ImplementingType)!;
        foreach (PageParameter page in CmdletPage.Of(cmdlet).Parameters)
        {
            // -WhatIf and -Confirm are the engine's.
            PropertyInfo? property = instance.GetType().GetProperty(page.Name);
            string expected = (property is null ? false : property.GetValue(instance)) switch
            {
                null or "" or Array { Length: 0 } => page.SupportsWildcards && !page.IsMandatory
                    && !s_choices.Contains($"{cmdlet} -{page.Name}") ? "*" : "None",
                string[] names => string.Join(',', names),
                TimeSpan time when time == Timeout.InfiniteTimeSpan => "None",
                TimeSpan time => time.ToString("g", CultureInfo.InvariantCulture),
                object value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            };
            Assert.Equal((page.Name, expected), (page.Name, page.Default));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_has_the_syntax_of_each_parameter_set(string cmdlet)
    {
        CmdletInfo command = ModuleCommands.Of(cmdlet);

        IEnumerable<string> expected = command.ParameterSets
            .Select(set => $"{set.Name}: {command.Name} {set.ToString()}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            expected.Select(text => Comparable(text)),
            CmdletPage.Of(cmdlet).Syntax.Select(set => Comparable($"{set.Key}: {set.Value}")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_has_the_inputs_and_outputs_that_the_cmdlet_declares(string cmdlet)
    {
        CmdletPage page = CmdletPage.Of(cmdlet);
        IEnumerable<string> fromPipeline = ModuleCommands.ParametersOf(cmdlet)
            .Where(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName))
            .Select(parameter => parameter.ParameterType.FullName!)
            .Distinct();

        Assert.Equal(fromPipeline.DefaultIfEmpty("None").Order(), page.Inputs.Select(type => type.Key).Order());

        string[] declared = [.. ModuleCommands.Of(cmdlet).OutputType.Select(type => type.Name)];
        string[] said = [.. page.Outputs.Select(type => type.Key)];
        if (declared.Length > 0)
        {
            Assert.Equal(declared, said);
        }
        else
        {
            Assert.Contains(Assert.Single(said), new[] { "None", "System.Object" });
        }
    }

    private static IEnumerable<string> AcceptedValues(ParameterMetadata parameter) => parameter.ParameterType.IsEnum
        ? Enum.GetNames(parameter.ParameterType)
        : parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues);

    private static IEnumerable<string> SetsOf(ParameterMetadata parameter) => parameter.ParameterSets
        .Select(set => PageParameter.Describe(
            set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key,
            set.Value.Position == int.MinValue ? "Named" : $"{set.Value.Position}",
            set.Value.IsMandatory,
            set.Value.ValueFromPipeline,
            set.Value.ValueFromPipelineByPropertyName))
        .Order(StringComparer.Ordinal);

    // The engine writes the types of a syntax shorter than PlatyPS, and names the values of an enum.
    private static string Comparable(string syntax) =>
        Regex.Replace(syntax, "<[^>]+>", match => match.Value == "<CommonParameters>" ? match.Value : "<>");
}
