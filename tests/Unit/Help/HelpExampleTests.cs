using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>Each example of the help prints what it says, at a prompt with nothing else done before.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class HelpExampleTests
{
    public static TheoryData<string, string, string, string> OfPages()
    {
        var examples = new TheoryData<string, string, string, string>();
        foreach (string cmdlet in CmdletPage.Names)
        {
            foreach (PageExample example in CmdletPage.Of(cmdlet).Examples)
            {
                examples.Add(cmdlet, example.Title, example.Code, example.Output);
            }
        }

        return examples;
    }

    public static TheoryData<string, int, string, string> OfTopics()
    {
        var examples = new TheoryData<string, int, string, string>();
        foreach (string topic in HelpTopic.Names.Select(row => row.Data))
        {
            foreach ((int line, string code, string output) in HelpTopic.ExamplesOf(topic))
            {
                examples.Add(topic, line, code, output);
            }
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(OfPages))]
    public void Example_of_a_page_prints_what_the_page_says(string cmdlet, string title, string code, string output) =>
        Check($"{cmdlet}, {title}", code, output);

    [Theory]
    [MemberData(nameof(OfTopics))]
    public void Example_of_a_topic_prints_what_the_topic_says(string topic, int line, string code, string output) =>
        Check($"{topic}, line {line}", code, output);

    private static void Check(string name, string code, string output)
    {
        using (var session = new HelpSession())
        {
            string printed = session.Show(code);

            Assert.True(output.Trim('\n') == printed, $"{name}, prints:\n{printed}\n\nand not:\n{output}");
        }

        Assert.Empty(TelemetryDispatcher.Default.List());
    }
}
