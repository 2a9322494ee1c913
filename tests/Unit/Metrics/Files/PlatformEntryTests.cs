using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class PlatformEntryTests : IDisposable
{
    private readonly FileOfMetrics _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void M16_the_options_of_a_poll_are_read_and_its_name_is_that_of_the_measurements()
    {
        IReadOnlyList<MetricFilePoll> polls = _file.Read("""
            { "Polls": [ { "builtIn": "Runtime" }, { "BuiltIn": "Process", "Name": "p", "Interval": "10s", "OnCollect": true } ] }
            """).ReadPolls();

        Assert.Equal(["Runtime", "p"], polls.Select(poll => poll.Name));
        Assert.Equal(["Runtime", "Process"], polls.Select(poll => poll.BuiltIn));
        Assert.Equal([null, TimeSpan.FromSeconds(10)], polls.Select(poll => poll.Interval));
        Assert.Equal([false, true], polls.Select(poll => poll.OnCollect));
        Assert.Equal($"{_file.Path}:1: poll 2 ('p')", polls[1].Place);
    }

    [Fact]
    public void M16_the_options_of_a_source_are_read()
    {
        IReadOnlyList<MetricFileSource> sources = _file.Read("""
            {
              "Sources": [
                { "Name": "System.Net.Http", "Via": "activity", "Prefix": "x", "Tag": "server.*", "Interval": 0.5 },
                { "Name": "Other" }
              ]
            }
            """).ReadSources();

        Assert.Equal(("System.Net.Http", "Activity", "x"), (sources[0].Name, sources[0].Via, sources[0].Prefix));
        Assert.Equal(["server.*"], sources[0].Tags!);
        Assert.Equal(TimeSpan.FromSeconds(0.5), sources[0].Interval);
        Assert.Equal(
            (null, null, null, null), (sources[1].Via, sources[1].Prefix, sources[1].Tags, sources[1].Interval));
        Assert.Equal($"{_file.Path}:4: source 2 ('Other')", sources[1].Place);
    }

    [Theory]
    [InlineData("{ }", "poll 1: a poll of a file is one of the built-in ones. Add the option BuiltIn.")]
    [InlineData("{ \"Name\": \"disk\" }", "poll 1 ('disk'): a poll of a file is one of the built-in ones. Add the option BuiltIn.")]
    [InlineData("{ \"BuiltIn\": \" \" }", "poll 1 (' '): a poll of a file is one of the built-in ones. Add the option BuiltIn.")]
    [InlineData("{ \"BuiltIn\": 7 }", "poll 1: BuiltIn is 7. Write text.")]
    [InlineData("{ \"BuiltIn\": \"Runtime\", \"Intervall\": 1 }", "('Runtime'): there is no option 'Intervall'. Did you mean 'Interval'?")]
    [InlineData("{ \"BuiltIn\": \"Runtime\", \"Interval\": \"soon\" }", "('Runtime'): Interval is 'soon'. Write a number of seconds")]
    [InlineData("{ \"BuiltIn\": \"Runtime\", \"OnCollect\": \"yes\" }", "('Runtime'): OnCollect is 'yes'. Write true or false.")]
    public void M16_an_error_of_a_poll_has_its_place(string poll, string message)
    {
        MetricFileContent content = _file.Read($"{{ \"Polls\": [\n{poll} ] }}");

        MetricException error = Assert.Throws<MetricException>(content.ReadPolls);

        Assert.StartsWith($"{_file.Path}:2: poll 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ }", "source 1: it has no name. Add the option Name.")]
    [InlineData("{ \"Name\": \"a\", \"Via\": \"Activty\" }",
        "source 1 ('a'): there is no kind 'Activty' of sources. Did you mean 'Activity'?")]
    [InlineData("{ \"Name\": \"a\", \"Via\": \"Log\" }",
        "there is no kind 'Log' of sources. Known are Activity, Meter, DiagnosticListener.")]
    [InlineData("{ \"Name\": \"a\", \"Tags\": [] }", "there is no option 'Tags'. Did you mean 'Tag'?")]
    public void M16_an_error_of_a_source_has_its_place(string source, string message)
    {
        MetricFileContent content = _file.Read($"{{ \"Sources\": [\n{source} ] }}");

        MetricException error = Assert.Throws<MetricException>(content.ReadSources);

        Assert.Contains($"{_file.Path}:2: source 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M16_all_errors_of_the_polls_are_in_one_message()
    {
        MetricFileContent content = _file.Read("{ \"Polls\": [ { }, { \"BuiltIn\": 1 } ] }");

        Assert.Contains("has 2 errors", Assert.Throws<MetricException>(content.ReadPolls).Message, StringComparison.Ordinal);
    }
}
