using System.Text.RegularExpressions;

namespace Telemetry.Tests.Help;

/// <summary>A parameter as its page describes it.</summary>
/// <param name="name">The name of the parameter.</param>
/// <param name="text">What stands below the name.</param>
internal sealed partial class PageParameter(string name, string text)
{
    private readonly string _yaml = text[text.IndexOf("```yaml\n", StringComparison.Ordinal)..];

    public string Name => name;

    public string[] Description { get; } = CmdletPage.Paragraphs(text[..text.IndexOf("```yaml\n", StringComparison.Ordinal)]);

    public string Type => Value("Type");

    public string Default => Value("DefaultValue");

    public bool SupportsWildcards => bool.Parse(Value("SupportsWildcards"));

    public bool IsMandatory => Sets.All(set => set.Contains("mandatory True", StringComparison.Ordinal));

    public string[] Aliases => List("Aliases");

    public string[] AcceptedValues => List("AcceptedValues");

    /// <summary>How it is in each of its parameter sets, in words that a command's own parameter can be put into.</summary>
    public string[] Sets =>
    [
        .. Set().Matches(_yaml).Select(set => Describe(
            set.Groups["name"].Value,
            set.Groups["position"].Value,
            bool.Parse(set.Groups["required"].Value),
            bool.Parse(set.Groups["value"].Value),
            bool.Parse(set.Groups["property"].Value))).Order(StringComparer.Ordinal),
    ];

    public static string Describe(string set, string position, bool isMandatory, bool byValue, bool byPropertyName) =>
        $"{set}: position {position}, mandatory {isMandatory}, from the pipeline by value {byValue}, by property name {byPropertyName}";

    private string Value(string key) =>
        Regex.Match(_yaml, $"^{key}: *(?<value>.*)$", RegexOptions.Multiline).Groups["value"].Value.Trim('\'');

    private string[] List(string key) =>
    [
        .. Regex.Match(_yaml, $"^{key}:(?<items>(\n- .*)+)$", RegexOptions.Multiline).Groups["items"].Value
            .Split("\n- ", StringSplitOptions.RemoveEmptyEntries),
    ];

    [GeneratedRegex(
        "^- Name: (?<name>.+)\n  Position: (?<position>.+)\n  IsRequired: (?<required>.+)\n  ValueFromPipeline: (?<value>.+)\n"
        + "  ValueFromPipelineByPropertyName: (?<property>.+)$",
        RegexOptions.Multiline)]
    private static partial Regex Set();
}
