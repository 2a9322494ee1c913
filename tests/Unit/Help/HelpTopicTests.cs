using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>The topics that the module ships.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class HelpTopicTests
{
    public static TheoryData<string> Topics => HelpTopic.Names;

    [Fact]
    public void Module_has_its_topics() => Assert.Equal(["about_Telemetry", "about_Telemetry_Handlers"], Topics.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Topics))]
    public void Topic_has_its_name_a_short_description_and_lines_that_fit_a_console(string topic)
    {
        string text = HelpTopic.TextOf(topic);

        Assert.StartsWith($"TOPIC\n    {topic}\n\nSHORT DESCRIPTION\n    ", text);
        Assert.Contains("\nLONG DESCRIPTION\n", text);
        Assert.Contains("\nSEE ALSO\n", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length < 80 && !line.EndsWith(' '), line));
        Assert.True(HelpTopic.ExamplesOf(topic).Count() >= 3);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Topic_refers_to_commands_and_topics_that_are_there(string topic)
    {
        string seeAlso = Regex.Match(HelpTopic.TextOf(topic), @"\nSEE ALSO\n(?<names>(    .+\n)+)").Groups["names"].Value;
        string[] names = seeAlso.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.NotEmpty(names);
        Assert.Empty(names.Except([.. CmdletPage.Names, .. Topics.Select(row => row.Data)]));
        Assert.DoesNotContain(topic, names);
    }

    [Fact]
    public void Topic_of_the_module_refers_to_each_cmdlet() =>
        Assert.All(CmdletPage.Names, name => Assert.Contains($"    {name}\n", HelpTopic.TextOf("about_Telemetry")));

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_shows_the_topic_of_the_imported_module(string topic)
    {
        using var session = new HelpSession(width: 80);

        string shown = session.Show($"Get-Help {topic}");

        Assert.Equal(HelpTopic.TextOf(topic).TrimEnd('\n'), shown);
        Assert.Equal(
            HelpTopic.TextOf(topic),
            File.ReadAllText(Repository.PathOf("output", "Telemetry", "en-US", $"{topic}.help.txt")).ReplaceLineEndings("\n"));
    }
}
