using System.Xml.Linq;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>A command in the help file that a module ships.</summary>
internal sealed class ShippedHelp
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _element;

    private ShippedHelp(XElement element) => _element = element;

    /// <summary>The commands in the help files of all modules.</summary>
    public static ShippedHelp[] All => [.. ShippedModule.All.SelectMany(Of)];

    public string Name => _element.Element(s_command + "details")!.Element(s_command + "name")!.Value;

    public string[] Synopsis => Paragraphs(_element.Element(s_command + "details")!.Element(s_maml + "description"));

    public string[] Description => Paragraphs(_element.Element(s_maml + "description"));

    public string[] Notes => Paragraphs(_element.Element(s_maml + "alertSet")!.Element(s_maml + "alert"));

    /// <summary>The parameters of each parameter set, in order, as they are there.</summary>
    public string[][] Syntax =>
    [
        .. _element.Element(s_command + "syntax")!.Elements()
            .Select(item => item.Elements(s_command + "parameter").Select(DescribeInSyntax).ToArray()),
    ];

    public XElement[] Parameters => [.. _element.Element(s_command + "parameters")!.Elements()];

    public KeyValuePair<string, string[]>[] Inputs => Types("inputType");

    public KeyValuePair<string, string[]>[] Outputs => Types("returnValue");

    public string[] Links =>
        [.. _element.Element(s_command + "relatedLinks")!.Elements().Select(link => link.Element(s_maml + "linkText")!.Value)];

    /// <summary>Title, code and remarks of each example.</summary>
    public (string Title, string Code, string[] Remarks)[] Examples =>
    [
        .. _element.Element(s_command + "examples")!.Elements().Select(example => (
            example.Element(s_maml + "title")!.Value,
            example.Element(s_dev + "code")!.Value,
            Paragraphs(example.Element(s_dev + "remarks")))),
    ];

    /// <summary>The file in the folder of a module.</summary>
    public static string FileOf(ShippedModule module) => Path.Combine(module.Folder, "en-US", module.HelpFile);

    /// <summary>The commands in the help file of a module.</summary>
    public static ShippedHelp[] Of(ShippedModule module) =>
        [.. XDocument.Load(FileOf(module)).Root!.Elements().Select(element => new ShippedHelp(element))];

    public static string NameOf(XElement parameter) => parameter.Element(s_maml + "name")!.Value;

    public static string[] DescriptionOf(XElement parameter) => Paragraphs(parameter.Element(s_maml + "description"));

    public static string TypeOf(XElement parameter) => parameter.Element(s_dev + "type")!.Element(s_maml + "name")!.Value;

    public static string DefaultOf(XElement parameter) => parameter.Element(s_dev + "defaultValue")!.Value;

    /// <summary>How a parameter is in a parameter set.</summary>
    public static string Describe(XElement parameter) =>
        $"{NameOf(parameter)}: position {(string?)parameter.Attribute("position")}, mandatory {(string?)parameter.Attribute("required")}, "
        + $"from the pipeline {(string?)parameter.Attribute("pipelineInput")}, wildcards {(string?)parameter.Attribute("globbing")}, "
        + $"aliases {(string?)parameter.Attribute("aliases")}";

    private static string DescribeInSyntax(XElement parameter)
    {
        IEnumerable<string> values = parameter.Element(s_command + "parameterValueGroup")?.Elements().Select(value => value.Value) ?? [];
        return $"{Describe(parameter)}, accepts '{string.Join(' ', values)}'";
    }

    private static string[] Paragraphs(XElement? element) =>
        [.. element!.Elements(s_maml + "para").Select(paragraph => paragraph.Value).Where(text => text.Length > 0)];

    private KeyValuePair<string, string[]>[] Types(string name) =>
    [
        .. _element.Element(s_command + (name + "s"))!.Elements().Select(type => KeyValuePair.Create(
            type.Element(s_dev + "type")!.Element(s_maml + "name")!.Value, Paragraphs(type.Element(s_maml + "description")))),
    ];
}
